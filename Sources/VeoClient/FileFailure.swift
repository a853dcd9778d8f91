import Glibc

/// A system call on a file that failed.
struct FileFailure: Error {
    /// Such as "write"; it completes "could not … 'cat.mp4.part'".
    let action: String
    let path: String
    let number: Int32

    func clientError(step: ClientError.Step) -> ClientError {
        ClientError(
            code: .file(number), step: step,
            message: "could not \(action) '\(TextFilter.visible(path, limit: 300))': "
                + systemMessage(number),
            advice: advice)
    }

    private var advice: String {
        switch number {
        case ENOSPC, EDQUOT: "free some space, then 'save' it again"
        case EACCES, EPERM, EROFS: "choose another folder with 'save … to'"
        case ENOENT, ENOTDIR: "make the folder first"
        case ELOOP: "a symbolic link stands there: remove it"
        default: "check the disk, then 'save' it again"
        }
    }
}
