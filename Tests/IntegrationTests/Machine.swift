import Foundation
import Testing

/// A machine on which somebody who may use sudo follows a page that sets up a service.
///
/// Its /srv, /etc, /var/lib and /usr/local lie in a folder of the test's own. What would change the machine of the test, or
/// may not be there, is stood in for:
///
/// - `useradd` makes the home directory alone; root's also has the real one read its options. The user `mutuality` is
///   played by `nobody`, or, where the tests don't run as root, by whoever runs them.
/// - `sudo` does what follows, as root or as `mutuality`, with a new environment. `DESTDIR` is in it.
/// - `systemctl start mutuality` runs the unit's ExecStart as its user, with its environment, folders and credential, and
///   nothing else: none of the unit's restrictions. `enable` looks whether the units are there.
/// - `crontab` keeps the file, whose line `runCrontab` runs.
/// - `MUTUALITY_SETTLE` is 0 for whoever calls a night: the files of a test are complete.
/// - `swift build` takes the debug build for the release; `git` does nothing.
final class Machine: Sendable {
    let user: User
    private let root: String
    private let standIns: String
    /// Who plays the user `mutuality`.
    private let account: (user: uid_t, group: gid_t)

    init() throws {
        user = try User()
        root = user.folder.appending(path: "root").path()
        standIns = user.folder.appending(path: "stand-ins").path()
        if getuid() == 0, let nobody = getpwnam("nobody")?.pointee {
            account = (nobody.pw_uid, nobody.pw_gid)
        } else {
            account = (getuid(), getgid())
        }
        let files = FileManager.default
        for folder in ["/srv", "/etc/systemd/system", "/var/lib", "/usr/local/bin"].map({ root + $0 }) + [standIns] {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        for name in ["Makefile", "docs", "scripts"] {
            try files.createSymbolicLink(
                at: user.path(name), withDestinationURL: Page.repository.appending(path: name))
        }
        let built = URL(filePath: try Program.path()).deletingLastPathComponent().path()
        let setting = """
            #!/bin/bash
            set -euo pipefail
            root=\(root) account=\(account.user) group=\(account.group) built=\(built)
            as_account() {
                if ((UID == 0)); then
                    exec setpriv --reuid "$account" --regid "$group" --clear-groups -- "$@"
                fi
                exec "$@"
            }

            """
        for (name, script) in Self.scripts {
            let path = "\(standIns)/\(name)"
            try (setting + script).write(toFile: path, atomically: true, encoding: .utf8)
            try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    /// A page's text with this machine's folders and accounts.
    func adapted(_ text: String) -> String {
        text.replacing(/(?<before>^|[=:'"\s])(?<path>\/(srv|etc|var\/lib|usr\/local)\/)/) { match in
            "\(match.before)\(self.root)\(match.path)"
        }.replacing("-o mutuality -g mutuality", with: "-o \(account.user) -g \(account.group)")
    }

    @discardableResult
    func follow(_ commands: String) async throws -> Program.Outcome {
        try await user.follow(adapted(commands), path: [standIns, root + "/usr/local/bin"])
    }

    /// Runs the line of the crontab as cron does.
    func runCrontab() async throws -> Program.Outcome {
        let crontab = adapted(try String(contentsOfFile: root + "/crontab", encoding: .utf8))
        let settings = crontab.matches(of: /(?m)^[A-Z_]+=.*$/).map { String($0.output) }
        let commands = crontab.matches(of: /(?m)^[\d*]+ [\d*]+ [\d*]+ [\d*]+ [\d*]+ (?<command>.*)$/).map(\.command)
        return try await user.shell(
            (["sudo", "-u", "mutuality", "PATH=/usr/bin:/bin", "MUTUALITY_SETTLE=0"] + settings + [
                "/bin/sh", "-c", "'\(commands.joined(separator: "\n"))'",
            ])
            .joined(separator: " "), path: [standIns])
    }

    func path(_ path: String) -> String { root + path }

    func text(_ path: String) throws -> String { try String(contentsOfFile: root + path, encoding: .utf8) }

    func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root + path).sorted()
    }

    private static let scripts = [
        "sudo": #"""
        as=root
        while [[ $1 == -* ]]; do
            case $1 in
            -H) shift ;;
            -u) as=$2 && shift 2 ;;
            *) echo "no stand-in for sudo $1" >&2 && exit 1 ;;
            esac
        done
        case $as in
        root) exec env -i PATH="$PATH" HOME="$HOME" DESTDIR="$root" "$@" ;;
        mutuality) as_account env -i PATH="$PATH" HOME="$root/var/lib/mutuality" "$@" ;;
        *) echo "no stand-in for the user $as" >&2 && exit 1 ;;
        esac
        """#,
        "useradd": #"""
        [[ ${*: -1} == mutuality && $* == *"--home-dir $root/var/lib/mutuality "* ]]
        if ((UID == 0)); then
            mkdir -p "$root/accounts/etc"
            cp /etc/login.defs "$root/accounts/etc"
            touch "$root"/accounts/etc/{passwd,group,shadow,gshadow}
            /usr/sbin/useradd --prefix "$root/accounts" "$@"
        fi
        install -d -o "$account" -g "$group" "$root/var/lib/mutuality"
        """#,
        "systemctl": #"""
        unit=$root/etc/systemd/system/mutuality.service
        case $* in
        "enable --now mutuality.timer") cat "$unit" "${unit/service/timer}" >/dev/null && exit ;;
        "start mutuality") ;;
        *) echo "no stand-in for systemctl $*" >&2 && exit 1 ;;
        esac
        values() {
            sed -n "s/^$1=//p" "$unit" | sed -E "s#%S#/var/lib#g; s#(^|[ =:-])/(srv|etc|var/lib|usr/local)/#\1$root/\2/#g"
        }
        [[ $(values User) == mutuality ]]
        for folder in $(values StateDirectory); do
            install -d -m "$(values StateDirectoryMode)" -o "$account" -g "$group" "$root/var/lib/$folder"
        done
        credentials=$root/run/credentials/mutuality.service
        IFS=: read -r credential source < <(values LoadCredential)
        mkdir -p "${credentials%/*}"
        install -d -m 0700 -o "$account" -g "$group" "$credentials"
        install -m 0400 -o "$account" -g "$group" "$source" "$credentials/$credential"
        mapfile -t environment < <(values Environment)
        file=$(values EnvironmentFile)
        if [[ -f ${file#-} ]]; then mapfile -t -O "${#environment[@]}" environment <"${file#-}"; fi
        read -ra command < <(values ExecStart)
        umask "$(values UMask)"
        cd /
        as_account env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            HOME="$root/var/lib/mutuality" USER=mutuality LOGNAME=mutuality SHELL=/usr/sbin/nologin \
            CREDENTIALS_DIRECTORY="$credentials" MUTUALITY_SETTLE=0 "${environment[@]}" "${command[@]}"
        """#,
        "crontab": #"""
        [[ $1 == -u && $2 == mutuality ]]
        cp "$3" "$root/crontab"
        """#,
        "swift": #"""
        if [[ $1 == build ]]; then
            mkdir -p .build
            ln -sfn "$built" .build/release
        else
            PATH=${PATH#*:} exec swift "$@"
        fi
        """#,
        "git": "",
    ]
}
