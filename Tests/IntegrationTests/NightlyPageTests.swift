import Foundation
import TestSupport
import Testing

/// docs/nightly.md, followed from its first command to its last; `Machine` says what is stood in for.
@Suite(.timeLimit(.minutes(60))) struct NightlyPageTests {
    @Test(
        "docs/nightly.md, followed to the letter, makes figures by hand, as a service, on a server of one's own, from cron"
    )
    func page() async throws {
        let machine = try Machine()
        let user = machine.user
        try await user.simulate()
        for name in ["teams.csv", "people.csv", "help_requests.csv"] {
            try FileManager.default.copyItem(at: user.path("records/\(name)"), to: user.path(name))
        }
        var page = try Page("nightly.md")
        try await user.follow(page.next("Every night"))
        let byHand = try #require(
            FileManager.default.contents(atPath: user.folder.appending(path: "home/mutuality/figures/kpis.csv").path()))
        #expect(byHand.count > 100_000)

        try await machine.follow(page.next("Set it up with systemd"))
        // The same files and settings, by another key and in another database.
        #expect(FileManager.default.contents(atPath: machine.path("/srv/mutuality/figures/kpis.csv")) == byHand)
        #expect(
            try machine.names(in: "/srv/mutuality/inbox/done").filter { !$0.hasPrefix(".") }
                == ["help_requests.csv", "people.csv", "teams.csv"])
        #expect(try machine.names(in: "/usr/local/bin") == ["mutuality"])
        let key = try machine.text("/etc/mutuality/pseudonym.key")
        #expect(key == (try machine.text("/run/credentials/mutuality.service/mutuality-pseudonym-key")))
        #expect(
            !FileManager.default.fileExists(atPath: machine.path("/var/lib/mutuality/.config")), "another key was made")

        let server = try await ScratchServer.start()
        defer { server.stop() }
        // Whoever plays the service's user has to reach its socket.
        try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: server.directory)
        try await server.execute("CREATE ROLE mutuality LOGIN CREATEROLE", "CREATE DATABASE mutuality OWNER mutuality")
        func here(_ text: String) -> String {
            text.replacing("db.example.com", with: server.directory.replacing("/", with: "%2F"))
        }
        let environment = try here(page.shown(beginning: "MUTUALITY_DATABASE_URL="))
        try environment.write(toFile: machine.path("/etc/mutuality/environment"), atomically: true, encoding: .utf8)
        try await machine.follow(here(page.next("With a server of your own")))
        try await machine.follow("sudo systemctl start mutuality")
        let own = try await user.query(
            "SELECT name FROM mutuality.organization",
            variables: ["PGHOST": server.directory, "PGUSER": "mutuality", "PGDATABASE": "mutuality"])
        #expect(own == ["default"])

        try await machine.follow(page.next("Or with cron"))
        try await machine.follow(
            "sudo install -o mutuality -g mutuality -m 0640 help_requests.csv /srv/mutuality/inbox/help_requests-again.csv"
        )
        let night = try await machine.runCrontab()
        #expect(night.code == 0 && night.isSilent, "\(night.errors)")
        #expect(try machine.names(in: "/srv/mutuality/inbox/done").contains("help_requests-again.csv"))
        #expect(FileManager.default.contents(atPath: machine.path("/srv/mutuality/figures/kpis.csv")) == byHand)
        #expect(page.isDone)
    }
}
