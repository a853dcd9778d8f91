import Glibc

/// A system call on a file that failed.
struct FileFailure: Error {
    /// Such as "write"; it completes "could not … 'cat.mp4.veo.part'".
    let action: String
    let path: String
    let number: Int32
    /// Who holds the file, for `EWOULDBLOCK`.
    var holder: String?

    func clientError(step: ClientError.Step) -> ClientError {
        ClientError(
            code: .file(number), step: step,
            message: "could not \(action) '\(TextFilter.visible(path, limit: 300))': " + reason,
            advice: advice)
    }

    /// Why, in words that say whose limit it is; others in those of the system.
    private var reason: String {
        switch number {
        case ENOSPC: "the disk is full"
        case EDQUOT: "the disk quota of this user is used up"
        case EFBIG: "it would be larger than the limit for files (`ulimit -f`, or the file system)"
        case EACCES, EPERM: "this user may not write there"
        case EROFS: "the file system is read-only"
        case EIO: "the disk reports an error"
        case EWOULDBLOCK: holder.map { "\($0) is writing it" } ?? "another program is writing it"
        case EMFILE, ENFILE: "too many files are open"
        case ENAMETOOLONG: "the name is too long"
        case EISDIR: "a folder has that name"
        case EEXIST where action == "replace": "it is no plain file"
        default: systemMessage(number)
        }
    }

    private var advice: String {
        switch number {
        case ENOSPC, EDQUOT: "free some space, then `save` it again"
        case EFBIG: "raise the limit or choose another file system, then `save` it again"
        case EACCES, EPERM, EROFS: "choose another folder with `save … to PATH`"
        case EWOULDBLOCK: "wait until it is done, or choose another name with `save … to PATH`"
        case EMFILE, ENFILE: "raise `ulimit -n`, or save fewer at once"
        case ENOENT, ENOTDIR: "make the folder first"
        case ENAMETOOLONG, EISDIR, EEXIST: "choose another name with `save … to PATH`"
        case ELOOP: "a symbolic link stands there: remove it"
        default: "check the disk, then `save` it again"
        }
    }
}

/// The words of the system for an error number, such as "Permission denied".
func systemMessage(_ number: Int32) -> String {
    String(cString: strerror(number))
}
