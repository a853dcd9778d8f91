import GRDB

/// The schema of the history. Migrations are append-only: a released one is never edited, so that
/// a history made by any earlier version opens in this one.
enum HistorySchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: runs and jobs") { database in
            try database.execute(sql: firstEdition)
        }
        migrator.registerMigration("2: how runs end") { database in
            try database.execute(sql: secondEdition)
        }
        migrator.registerMigration("3: what users decide") { database in
            try database.execute(sql: thirdEdition)
        }
        migrator.registerMigration("4: who follows") { database in
            try database.execute(sql: fourthEdition)
        }
        migrator.registerMigration("5: stale jobs") { database in
            try fifthEdition(database)
        }
        migrator.registerMigration("6: which images were sent") { database in
            try database.execute(sql: sixthEdition)
        }
        migrator.registerMigration("7: names of runs") { database in
            try database.execute(sql: seventhEdition)
        }
        migrator.registerMigration("8: where runs are") { database in
            try database.execute(sql: eighthEdition)
        }
        return migrator
    }

    /// Whether a database is a history at all, of whatever version, or the beginning of one that
    /// was killed before it had its tables.
    static func isHistory(_ database: Database) throws -> Bool {
        guard try database.tableExists("grdb_migrations") else { return false }
        let applied = try migrator.appliedIdentifiers(database)
        if applied.contains("1: runs and jobs") { return true }
        let others = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'")
        return applied.isEmpty && others == 0
    }

    /// The images of a request by their bytes: a path alone may hold another image later.
    private static let sixthEdition = """
        ALTER TABLE job ADD COLUMN frames TEXT;
        """

    /// Which run was to buy all anew. A fingerprint of a request has no address in it from here on:
    /// an older row says that it has. What was made is found by it, and what was sent again.
    private static let seventhEdition = """
        ALTER TABLE run ADD COLUMN anew INTEGER NOT NULL DEFAULT 0 CHECK (anew IN (0, 1));
        UPDATE job SET request_hash = '\(RequestHash.formerPrefix)' || request_hash
          WHERE request_hash <> '';
        CREATE INDEX job_again_of ON job (again_of) WHERE again_of IS NOT NULL;
        """

    /// The columns of a job as the fourth edition has them, in any order.
    private static let columnsOfFour = """
        number, run, name, state, model, mode, prompt, images, request_hash, base_url, simulated,
        price, server_id, progress, link, seconds, size, failure_kind, failure_code,
        failure_message, failure_advice, created_at, sent_at, ended_at, file, bytes, sha256,
        again_of, adopted_at, settled_at, expires_at, followed_by
        """

    /// A job whose id is known and whose state is not becomes `stale`; how often in a row the
    /// gateway did not know its id is counted. SQLite changes no check of a table: it is made anew.
    /// The numbers go on after the highest that was ever given.
    private static func fifthEdition(_ database: Database) throws {
        let last = try Int.fetchOne(
            database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'job'")
        try database.execute(sql: jobsOfFive)
        try database.execute(
            sql: """
                INSERT INTO job_of_five (\(columnsOfFour)) SELECT \(columnsOfFour) FROM job;
                DROP TABLE job;
                ALTER TABLE job_of_five RENAME TO job;
                UPDATE job SET state = 'stale', failure_kind = 'no-news'
                  WHERE state = 'unknown' AND mode = 'async' AND server_id IS NOT NULL
                  AND simulated = 0;
                \(indexesOfFive)
                """)
        if let last {
            try database.execute(
                sql: "UPDATE sqlite_sequence SET seq = ? WHERE name = 'job'", arguments: [last])
        }
    }

    private static let jobsOfFive = """
        CREATE TABLE job_of_five (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          run INTEGER NOT NULL REFERENCES run(number),
          name TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('unsent', 'submitting', 'queued', 'running',
            'completed', 'failed', 'unknown', 'stale')),
          model TEXT NOT NULL,
          mode TEXT NOT NULL CHECK (mode IN ('async', 'sync')),
          prompt TEXT NOT NULL,
          images TEXT NOT NULL,
          request_hash TEXT NOT NULL,
          base_url TEXT NOT NULL,
          simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
          price INTEGER,
          server_id TEXT,
          progress REAL,
          link TEXT,
          seconds TEXT,
          size TEXT,
          failure_kind TEXT,
          failure_code TEXT,
          failure_message TEXT,
          failure_advice TEXT,
          created_at INTEGER NOT NULL,
          sent_at INTEGER,
          ended_at INTEGER,
          file TEXT,
          bytes INTEGER,
          sha256 TEXT,
          again_of INTEGER REFERENCES job(number),
          adopted_at INTEGER,
          settled_at INTEGER,
          expires_at INTEGER,
          followed_by INTEGER REFERENCES run(number),
          lost_count INTEGER NOT NULL DEFAULT 0 CHECK (lost_count >= 0),
          CHECK (state = 'unsent' OR sent_at IS NOT NULL OR failure_kind = 'not-sent'),
          CHECK (file IS NULL OR (bytes IS NOT NULL AND sha256 IS NOT NULL)),
          CHECK ((failure_kind IS NULL) = (state NOT IN ('failed', 'unknown', 'stale'))),
          CHECK (state <> 'stale' OR server_id IS NOT NULL)
        ) STRICT;
        """

    private static let indexesOfFive = """
        CREATE UNIQUE INDEX job_name_in_run ON job (run, name);
        CREATE INDEX job_open ON job (state) WHERE state NOT IN ('completed', 'failed');
        CREATE INDEX job_server_id ON job (server_id);
        CREATE INDEX job_of_run ON job (run);
        CREATE INDEX job_unsaved ON job (number)
          WHERE state = 'completed' AND file IS NULL AND settled_at IS NULL;
        """

    /// On which machine the process of a run is; by which number the file system knew the history
    /// then, and whether this file is a copy that was made before the run had ended.
    private static let eighthEdition = """
        ALTER TABLE run ADD COLUMN host TEXT;
        ALTER TABLE run ADD COLUMN boot_id TEXT;
        ALTER TABLE run ADD COLUMN pid_space INTEGER;
        ALTER TABLE run ADD COLUMN file_id INTEGER;
        ALTER TABLE run ADD COLUMN is_partial INTEGER NOT NULL DEFAULT 0
          CHECK (is_partial IN (0, 1));
        """

    /// Which run follows a job of another one. Files are kept by their whole paths from here on; an
    /// older row keeps what was typed.
    private static let fourthEdition = """
        ALTER TABLE job ADD COLUMN followed_by INTEGER REFERENCES run(number);
        """

    /// Which job was submitted again, which unknown one was found on the server, which one the
    /// user has settled so that it is listed no more, and until when a video can be fetched.
    private static let thirdEdition = """
        ALTER TABLE job ADD COLUMN again_of INTEGER REFERENCES job(number);
        ALTER TABLE job ADD COLUMN adopted_at INTEGER;
        ALTER TABLE job ADD COLUMN settled_at INTEGER;
        ALTER TABLE job ADD COLUMN expires_at INTEGER;
        CREATE INDEX job_unsaved ON job (number)
          WHERE state = 'completed' AND file IS NULL AND settled_at IS NULL;
        """

    /// Which file a run was, whether its last statement has run, and which run it went on with.
    private static let secondEdition = """
        ALTER TABLE run ADD COLUMN script_path TEXT;
        ALTER TABLE run ADD COLUMN reached_end INTEGER NOT NULL DEFAULT 0
          CHECK (reached_end IN (0, 1));
        ALTER TABLE run ADD COLUMN resumes INTEGER REFERENCES run(number);
        CREATE INDEX run_of_script ON run (script_path) WHERE script_path IS NOT NULL;
        CREATE INDEX job_of_run ON job (run);
        """

    /// The schema guards what must hold: a state is one of the states, a job that the gateway took
    /// has been sent, a name is unique within a run, and a saved file has its length and hash.
    private static let firstEdition = """
        CREATE TABLE run (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          kind TEXT NOT NULL,
          script TEXT,
          pid INTEGER NOT NULL,
          process_start INTEGER NOT NULL,
          started_at INTEGER NOT NULL,
          ended_at INTEGER
        ) STRICT;
        CREATE TABLE job (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          run INTEGER NOT NULL REFERENCES run(number),
          name TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('unsent', 'submitting', 'queued', 'running',
            'completed', 'failed', 'unknown')),
          model TEXT NOT NULL,
          mode TEXT NOT NULL CHECK (mode IN ('async', 'sync')),
          prompt TEXT NOT NULL,
          images TEXT NOT NULL,
          request_hash TEXT NOT NULL,
          base_url TEXT NOT NULL,
          simulated INTEGER NOT NULL CHECK (simulated IN (0, 1)),
          price INTEGER,
          server_id TEXT,
          progress REAL,
          link TEXT,
          seconds TEXT,
          size TEXT,
          failure_kind TEXT,
          failure_code TEXT,
          failure_message TEXT,
          failure_advice TEXT,
          created_at INTEGER NOT NULL,
          sent_at INTEGER,
          ended_at INTEGER,
          file TEXT,
          bytes INTEGER,
          sha256 TEXT,
          CHECK (state = 'unsent' OR sent_at IS NOT NULL OR failure_kind = 'not-sent'),
          CHECK (file IS NULL OR (bytes IS NOT NULL AND sha256 IS NOT NULL)),
          CHECK ((failure_kind IS NULL) = (state NOT IN ('failed', 'unknown')))
        ) STRICT;
        CREATE UNIQUE INDEX job_name_in_run ON job (run, name);
        CREATE INDEX job_open ON job (state) WHERE state NOT IN ('completed', 'failed');
        CREATE INDEX job_server_id ON job (server_id);
        """
}
