package sigillo.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.main.command.Failure;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Door;
import sigillo.main.demo.Catcher;
import sigillo.main.kept.Kept;
import sigillo.main.server.Server;
import sigillo.net.TestCertificates;
import sigillo.peers.Ports;
import sigillo.peers.SmtpProbe;
import tools.jackson.databind.json.JsonMapper;

/** Every command, on a data directory that no server uses, and again with one running: the answers are the same. */
@Tag("gate")
class CommandLineTest {
    @TempDir static Path folder;

    /** {@code want}: what standard output, or for a failure standard error, matches. */
    record Step(String words, int code, String want) {}

    private static final List<Step> STORY = List.of(
        new Step("domain list", 0, "\\(none\\)\n"),
        new Step("domain add Home.Example", 0, "the domain home.example is added\n"),
        new Step("domain add home.example", 1, "the domain home.example is here already\n"),
        new Step("domain add ho_me!", 2, "(?s).*'ho_me!' is not a domain.*Usage: sigillo domain add.*"),
        new Step("domain list", 0, "DOMAIN +ACCOUNTS +ALIASES +CREATED\nhome.example +0 +0 +\\S+\n"),
        new Step("domain list --json", 0, "(?s)\\[ \\{.*\"domain\": \"home.example\",.*\"accounts\": 0,.*} ]\n"),
        new Step("account add anna@home.example --password-file PASSWORD", 0, "the account anna@home.example is added\nrecovery code: (\\w{4}-){8}\\w{4}\nFor its owner, .*\n"),
        new Step("account add bob@home.example --generate", 0, "the account bob@home.example is added\npassword: (\\w{5}-){3}\\w{5}\nrecovery code: .*\nFor its owner, .*\n"),
        new Step("account add bob@home.example --generate", 1, "the account bob@home.example is here already\n"),
        new Step("account add bob@other.example --generate", 1, "other.example is not a domain of this server.*\n"),
        new Step("account add bob --generate", 2, "(?s).*'bob' is not an address.*"),
        new Step("account add", 2, "(?s).*Usage: sigillo account add.*"),
        new Step("account add eva@home.example --password-file EMPTY", 1, ".*has no password in its first line\n"),
        new Step("account add --batch BATCH", 1, "bob@home.example: the account bob@home.example is here already\n(u\\d@home.example: recovery code \\S+\n){2}2 accounts are added, 1 are not\n"),
        new Step("account add --batch DAMAGED", 1, ".*:2: an address, a blank and a password would be right\n"),
        new Step("account list", 0, "ADDRESS +ID +LEVEL +SECONDFACTOR +KITTOCONFIRM +DISABLED +CREATED\nanna@home.example .*\nbob@.*\nu1@.*\nu2@.*\n"),
        new Step("account disable bob@home.example", 0, "bob@home.example is disabled: .*\n"),
        new Step("account list --json", 0, "(?s).*\"address\": \"bob@home.example\",\\s+\"id\": \"[a-z2-7]{16}\",\\s+\"level\": \"L1\",\\s+\"secondFactor\": false,\\s+\"kitToConfirm\": true,\\s+\"disabled\": true.*"),
        new Step("account enable bob@home.example", 0, "bob@home.example is enabled\n"),
        new Step("account password bob@home.example --password-file PASSWORD", 0, "bob@home.example has a new password; app passwords and tokens are revoked, and mail from before stays locked .*\n"),
        new Step("account password anna@home.example --current PASSWORD --generate", 0, "anna@home.example has a new password\npassword: .*\n"),
        new Step("account password anna@home.example --current PASSWORD --generate", 1, "the current password is wrong\n"),
        new Step("account level bob@home.example L3", 2, "(?s).*'L3' is not a level: L0 or L1.*"),
        new Step("account level bob@home.example l1", 1, "bob@home.example is at level L1 already\n"),
        new Step("account level bob@home.example l0 --secret-file PASSWORD", 0, "bob@home.example is at level L0: this server opens it too\n"),
        new Step("account recovery-code bob@home.example --as-server", 0, "bob@home.example has a new recovery code; the one before is void, but for mail from before a reset .*\nrecovery code: .*\nFor its owner, .*\n"),
        new Step("account level bob@home.example L1", 0, "bob@home.example is at level L1: only its owner opens it from now on; .*\n"),
        new Step("account recovery-code bob@home.example --as-server", 1, "only its owner opens it: his password is needed\n"),
        new Step("account renew-keys bob@home.example", 0, "bob@home.example has new keys; .*\n"),
        new Step("account unlock bob@home.example --secret-file PASSWORD", 1, "this is neither the recovery code nor a former password of bob@home.example\n"),
        new Step("account recover bob@home.example --secret-file PASSWORD --generate", 1, "this is no recovery code, or it has a slip: .*\n"),
        new Step("account second-factor off bob@home.example", 1, "bob@home.example has no second factor\n"),
        new Step("account second-factor on bob@home.example", 2, "(?s).*'on'.*"),
        new Step("account second-factor off nobody@home.example", 1, "there is no account nobody@home.example\n"),
        new Step("account password nobody@home.example --generate", 1, "there is no account nobody@home.example\n"),
        new Step("app-password add nobody@home.example phone --as-server", 1, "there is no account nobody@home.example\n"),
        new Step("app-password add anna@home.example phone --for fax --as-server", 2, "(?s).*'fax' is not a service: imap, pop, smtp, jmap or sieve.*"),
        new Step("app-password add bob@home.example phone --as-server", 1, "only its owner opens it: his password is needed\n"),
        new Step("app-password list bob@home.example", 0, "\\(none\\)\n"),
        new Step("app-password revoke bob@home.example 7", 1, "bob@home.example has none with the number 7\n"),
        new Step("token list bob@home.example --json", 0, "\\[]\n"),
        new Step("import anna@home.example --as-server", 1, "either a PATH or --imap says where the mail is\n"),
        new Step("import anna@home.example --imap a:b:c --user x", 1, "--imap: 'a:b:c' is not a host, or a host and a port\n"),
        new Step("import anna@home.example --imap mail.home.example", 2, "(?s).*--user.*"),
        new Step("import anna@home.example --imap mail.home.example --user x --fingerprint ab", 1, "--fingerprint: 64 hexadecimal digits .*\n"),
        new Step("import anna@home.example --imap 127.0.0.1:1 --user x --without-tls --source-secret-file PASSWORD --as-server", 1,
            "anna@home.example opens by its owner's password only: .*\n"),
        new Step("import bob@home.example --imap 127.0.0.1:1 --user x --without-tls --source-secret-file PASSWORD --secret-file PASSWORD", 1,
            "the import has ended early .*: no connection to 127.0.0.1 port 1 .*\n"),
        new Step("account rules anna@home.example", 0, "\\(none\\)\n"),
        new Step("account rules anna@home.example --put SCRIPT", 0, "the script rules is active for anna@home.example\n"),
        new Step("account rules anna@home.example --put BATCH", 1, "line 2, column 3: no command, test or argument begins with '@'.*\n"),
        new Step("account rules anna@home.example", 0, "NAME +OCTETS +ACTIVE\nrules +\\d+ +(true|yes)\n"),
        new Step("account rules anna@home.example --off", 0, "no script is active for anna@home.example\n"),
        new Step("account rules nobody@home.example --off", 1, "there is no account nobody@home.example\n"),
        new Step("account pop anna@home.example", 0, "address +anna@home.example\ndeletes +expunge\nsuspected +junk\n"),
        new Step("account pop anna@home.example --deletes Trash", 0, "address +anna@home.example\ndeletes +trash\nsuspected +junk\n"),
        new Step("account pop anna@home.example --suspected inbox", 0, "address +anna@home.example\ndeletes +trash\nsuspected +inbox\n"),
        new Step("account pop anna@home.example --suspected away", 2, "(?s).*'away' is not junk or inbox.*"),
        new Step("account pop anna@home.example --json", 0, "(?s)\\{.*\"address\": \"anna@home.example\",\\s+\"deletes\": \"trash\".*}\n"),
        new Step("account pop anna@home.example --deletes everything", 2, "(?s).*'everything' is not expunge, trash or nothing.*"),
        new Step("account pop nobody@home.example", 1, "there is no account nobody@home.example\n"),
        new Step("account pop nobody@home.example --deletes trash", 1, "there is no account nobody@home.example\n"),
        new Step("account verify anna@home.example", 0, "(?s)address +anna@home.example\nsound +true\nmailboxes +6\nemails +0\n.*"),
        new Step("account verify anna@home.example --json", 0, "(?s)\\{.*\"sound\": true.*\"faults\": \\[].*}\n"),
        new Step("alias add info@home.example anna@home.example", 0, "info@home.example goes to anna@home.example\n"),
        new Step("alias add info@home.example Some.One@remote.example", 0, "info@home.example goes to anna@home.example, Some.One@remote.example\n"),
        new Step("alias add @home.example bob@home.example", 0, "@home.example goes to bob@home.example\n"),
        new Step("alias add home.example bob@home.example", 1, "home.example is neither an address nor @ and a domain\n"),
        new Step("alias add anna@home.example bob@home.example", 1, "anna@home.example is an account: mail to it goes there\n"),
        new Step("alias list", 0, "ALIAS +TARGETS +CREATED +WRITERS +SENDAS\n@home.example +bob@home.example .*\ninfo@home.example +anna@home.example, Some.One@remote.example .*\n"),
        new Step("alias list --json", 0, "(?s).*\"targets\": \\[ \"anna@home.example\", \"Some.One@remote.example\" ].*"),
        new Step("alias set info@home.example --writers members --send-as nobody", 0, "to info@home.example may write: members; under it: nobody\n"),
        new Step("alias set info@home.example", 2, "(?s).*say --writers or --send-as.*"),
        new Step("alias set info@home.example --writers all", 2, "(?s).*'all' is not anyone, domain or members.*"),
        new Step("alias set @home.example --writers domain", 1, "a catch-all is for what anybody writes\n"),
        new Step("openpgp list", 0, "\\(none\\)\n"),
        new Step("openpgp export anna@home.example", 1, "anna@home.example publishes no certificate\n"),
        new Step("openpgp make anna@home.example --out SECRETKEY --name Anna --secret-file PASSWORD", 0,
            "account +anna@home.example\nfingerprint +[0-9A-F]{40}\npublished .*\naddresses +anna@home.example\nThe secret key is in .*\n"),
        new Step("openpgp make anna@home.example --out SECRETKEY --secret-file PASSWORD", 1, ".*SECRETKEY is there already\n"),
        new Step("openpgp make anna@home.example --out OTHERKEY --name A<b@c> --secret-file PASSWORD", 1, "a name has no signs of addresses\n"),
        new Step("openpgp make nobody@home.example --out OTHERKEY --secret-file PASSWORD", 1, "there is no account nobody@home.example\n"),
        new Step("openpgp list", 0, "ACCOUNT +FINGERPRINT +PUBLISHED +ADDRESSES\nanna@home.example +[0-9A-F]{40} .* anna@home.example\n"),
        new Step("openpgp export anna@home.example", 0, "(?s)-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n.*-----END PGP PUBLIC KEY BLOCK-----\n"),
        new Step("openpgp publish anna@home.example SECRETKEY", 1, ".*SECRETKEY: .*\n"),
        new Step("openpgp publish anna@home.example SCRIPT", 1, ".*SCRIPT: .*\n"),
        new Step("openpgp publish anna@home.example MISSING", 1, ".*MISSING cannot be read\n"),
        new Step("openpgp withdraw anna@home.example", 0, "the certificate of anna@home.example is withdrawn; .*\n"),
        new Step("openpgp withdraw anna@home.example", 1, "anna@home.example publishes no certificate\n"),
        new Step("masked add anna@home.example shoes", 0, "(?s)address +[a-z]+\\.[a-z]+\\.[0-9]{4}@home.example\nnote +shoes\npaused +false\n.*"),
        new Step("masked list anna@home.example", 0, "(?s)ADDRESS +NOTE +PAUSED +CREATED.*@home.example +shoes +false .*"),
        new Step("masked pause nobody@home.example", 1, "there is no masked address nobody@home.example\n"),
        new Step("list add news@home.example anna@home.example --title News", 0, "the list news@home.example is made\n"),
        new Step("list add news@home.example anna@home.example", 1, "the list news@home.example is here already\n"),
        new Step("list add x@home.example anna@home.example --posts all", 1, "all is not members, owner, anyone or held\n"),
        new Step("list list", 0, "(?s)LIST +TITLE +OWNER +POSTS +MEMBERS +CREATED\nnews@home.example +News +anna@home.example +members +0 .*"),
        new Step("list members news@home.example", 0, "\\(none\\)\n"),
        new Step("list drop news@home.example x@remote.example", 1, "x@remote.example is not on news@home.example\n"),
        new Step("list remove news@home.example", 0, "the list news@home.example is removed\n"),
        new Step("alias remove info@home.example anna@home.example", 0, "info@home.example goes to Some.One@remote.example\n"),
        new Step("alias remove info@home.example", 0, "the alias info@home.example is removed\n"),
        new Step("alias remove info@home.example", 1, "there is no alias info@home.example\n"),
        new Step("domain remove home.example", 1, "home.example still has 4 accounts and 1 aliases: remove those first\n"),
        new Step("account remove bob@home.example", 0, "the account bob@home.example and its mail are removed\n"),
        new Step("account remove bob@home.example", 1, "there is no account bob@home.example\n"),
        new Step("queue list", 0, "\\(none\\)\n"),
        new Step("queue list --json", 0, "\\[]\n"),
        new Step("queue retry --all", 0, "0 recipients are tried now\n"),
        new Step("queue hold --to remote.example", 0, "0 recipients are held\n"),
        new Step("queue release --from anna@home.example", 0, "0 recipients are released\n"),
        new Step("queue drop Qabc", 1, "nothing waits under Qabc\n"),
        new Step("queue drop", 2, "(?s).*Usage: sigillo queue drop.*"),
        new Step("queue drop abc", 2, "(?s).*'abc' is not the id of an entry in the queue.*"),
        new Step("trace nobody@remote.example", 1, "nothing is known of nobody@remote.example\n"),
        new Step("trace aaaabbbbccccdddd", 1, "nothing is known of aaaabbbbccccdddd\n"),
        new Step("trace what?", 1, "what\\? is neither an address nor the id of a message\n"),
        new Step("status", 0, "(?s)running +RUNNING\nhostname +mail.home.example\n.*domains +1\naccounts +3\naliases +1\nqueue +entries 0 .*"),
        new Step("firewall", 0, "(?s)# What mail.home.example needs open.*"),
        new Step("config show", 0, "(?s).*hostname = \"mail.home.example\"\n.*"));

    @TestFactory Stream<DynamicTest> stopped() throws Exception {
        var config = configuration(Files.createDirectory(folder.resolve("stopped")));
        Files.createDirectories(folder.resolve("stopped/data"));
        return STORY.stream().map(step -> DynamicTest.dynamicTest(step.words, () -> check(step, config, "false")));
    }

    @TestFactory Stream<DynamicTest> running() throws Exception {
        var file = configuration(Files.createDirectory(folder.resolve("running")));
        var config = read(file);
        var kept = Kept.open(config);
        var elsewhere = new Catcher(kept.accounts().create(sigillo.directory.NewAccount.freshId()), kept.clock());
        var server = new Server(config, kept, elsewhere).start();
        return STORY.stream().map(step -> DynamicTest.dynamicTest(step.words, () -> check(step, file, "true"))).onClose(() -> {
            server.close();
            kept.close();
        });
    }

    private static void check(Step step, Path config, String running) {
        var words = new ArrayList<String>();
        for (var word : step.words.split(" ")) words.add(word.matches("[A-Z]{3,}") ? config.resolveSibling(word).toString() : word);
        words.addAll(List.of("--config", config.toString()));
        var said = Cli.run(words);
        assertEquals(step.code, said.code(), said.toString());
        var text = step.code == 0 || said.err().isEmpty() ? said.out() : said.err();
        assertTrue(text.matches(step.want.replace("RUNNING", running)), text);
    }

    /** From the mail at the door to the operator's command. Without a server nobody knows of any. */
    @Test void reportsThatComeByMailAreTold(@TempDir Path other) throws Exception {
        var file = configuration(other);
        Files.writeString(file, "[reports]\nreceived = [\"reports@home.example\"]\n", StandardOpenOption.APPEND);
        Files.createDirectories(other.resolve("data"));
        assertEquals("no server runs: it would know of reports\n", Cli.run("report --config", file.toString()).err());
        var config = read(file);
        try (var kept = Kept.open(config);
             var elsewhere = new Catcher(kept.accounts().create(sigillo.directory.NewAccount.freshId()), kept.clock());
             var server = new Server(config, kept, elsewhere).start()) {
            assertTrue(server != null);
            assertEquals("(none)\n", Cli.run("report --config", file.toString()).out());
            for (var words : List.of("domain add home.example", "account add anna@home.example --password-file " + other.resolve("PASSWORD"),
                "alias add reports@home.example anna@home.example")) assertEquals(0, Cli.run(words + " --config", file.toString()).code(), words);
            var report = "Content-Type: application/json\r\n\r\n{\"organization-name\":\"Big Mail\",\"date-range\":{\"start-datetime\":\"2026-11-14T00:00:00Z\"},"
                + "\"policies\":[{\"policy\":{\"policy-domain\":\"home.example\"},\"summary\":{\"total-successful-session-count\":7}}]}\r\n";
            try (var probe = SmtpProbe.connect(config.listeners().get(Door.SMTP).port())) {
                probe.expect("250", "EHLO big.example");
                var reply = probe.send("r@big.example", "reports@home.example", report.getBytes());
                assertTrue(reply.startsWith("250"), reply);
            }
            var told = Cli.run("report --config", file.toString()).out();
            assertTrue(told.contains("Big Mail of 2026-11-14 on TLS: all fine, 7 sessions to home.example."), told);
        }
    }

    @Test void aDirectoryInUseIsTold(@TempDir Path other) throws Exception {
        var file = configuration(other);
        try (var kept = Kept.open(read(file))) {
            assertTrue(kept.store().trouble().isEmpty());
            var said = Cli.run("domain list --config", file.toString());
            assertEquals(1, said.code());
            assertTrue(said.err().matches("another Sigillo \\(pid \\d+\\) uses .*\n"), said.err());
        }
        assertEquals(0, Cli.run("domain list --config", file.toString()).code());
    }

    @Test void aDirectoryThatIsNoneIsTold(@TempDir Path other) throws Exception {
        var missing = other.resolve("none").toString();
        assertEquals(new Cli(1, "", missing + " is not a directory\n"), Cli.run("domain list --data", missing));
        var file = configuration(other);
        var said = Cli.run("domain list --config", file.toString());
        assertEquals("there is no data directory " + other.resolve("data") + ": has the server ever run?\n", said.err());
    }

    @Test void aLostKeyIsTold(@TempDir Path other) throws Exception {
        var file = configuration(other);
        Files.createDirectories(other.resolve("data"));
        assertEquals(0, Cli.run("domain add home.example --config", file.toString()).code());
        Files.delete(other.resolve("data/keys/threads.key"));
        var said = Cli.run("domain list --config", file.toString());
        assertEquals(1, said.code());
        assertTrue(said.err().contains("threads.key is missing, but the store was made with it"), said.err());
    }

    @Test void keysAreClosedAndOpened(@TempDir Path other) throws Exception {
        var file = configuration(other).toString();
        var typed = other.resolve("PASSWORD").toString();
        Files.createDirectories(other.resolve("data"));
        assertEquals(0, Cli.run("domain add home.example --config", file).code());
        assertEquals(1, Cli.run("keys open --config", file, "--secret-file", typed).code());
        assertEquals(0, Cli.run("keys close --config", file, "--secret-file", typed).code());
        assertEquals(1, Cli.run("keys close --config", file, "--secret-file", typed).code());
        var said = Cli.run("domain list --config", file);
        assertEquals(1, said.code());
        assertTrue(said.err().contains("are under a passphrase: start from a terminal"), said.err());
        var wrong = Files.writeString(other.resolve("WRONG"), "another\n").toString();
        assertTrue(Cli.run("keys open --config", file, "--secret-file", wrong).err().startsWith("the passphrase is wrong"));
        assertEquals(0, Cli.run("keys open --config", file, "--secret-file", typed).code());
        assertEquals(0, Cli.run("domain list --config", file).code());
    }

    @Test void checkConfigTellsAllErrors(@TempDir Path other) throws Exception {
        var good = configuration(other);
        assertEquals(new Cli(0, good + ": all right\n", ""), Cli.run("check-config", good.toString()));
        var wrong = Files.writeString(other.resolve("wrong.toml"), "data = 5\nhostnam = \"x\"\n");
        var said = Cli.run("check-config", wrong.toString());
        assertEquals(1, said.code());
        assertEquals(List.of(wrong + ": hostname is missing and has no default; a name such as \"mail.home.example\" would be right",
            wrong + ":1:1: data: 5 is not possible; a text in quotes would be right",
            wrong + ":2:1: hostnam is not a setting of the top of the file; did you mean hostname?"), said.err().lines().toList());
        assertEquals(2, Cli.run("check-config").code());
    }

    @Test void aLedgerIsVerifiedWithoutAServer(@TempDir Path other) throws Exception {
        var none = Files.writeString(other.resolve("none.jsonl"), "{}\n").toString();
        assertEquals(none + ", line 1: this is not how a ledger begins\n", Cli.run("ledger", "verify", none).err());
        var empty = "0".repeat(64);
        var whole = Files.writeString(other.resolve("whole.jsonl"),
            "{\"ledger\":1,\"first\":1,\"next\":1,\"before\":\"" + empty + "\",\"last\":\"" + empty + "\"}\n").toString();
        assertEquals(0, Cli.run("ledger", "verify", whole).code());
        var missing = other.resolve("missing").toString();
        assertEquals(missing + " cannot be read as a ledger\n", Cli.run("ledger", "verify", missing).err());
    }

    @Test void helpIsEverywhere() {
        assertTrue(Cli.run("--help").out().contains("demo"));
        assertTrue(Cli.run("account add --help").out().contains("--batch=FILE"));
        assertEquals(2, Cli.run("dance").code());
    }

    /** What {@code --json} prints can be read by programs: each key is there in every row. */
    @Test void jsonIsJson(@TempDir Path other) throws Exception {
        var file = configuration(other);
        Files.createDirectories(other.resolve("data"));
        Cli.run("domain add home.example --config", file.toString());
        var status = JsonMapper.builder().build().readTree(Cli.run("status --json --config", file.toString()).out());
        assertEquals(1, status.get("domains").asInt());
        assertTrue(status.get("trouble").isNull());
        assertTrue(status.get("alarms").isArray());
        var added = JsonMapper.builder().build().readTree(Cli.run("account add a@home.example --generate --json --config", file.toString()).out());
        assertEquals("the account a@home.example is added", added.get("done").asString());
        assertEquals(23, added.get("password").asString().length());
        var batch = Cli.run("account add --json --batch", other.resolve("BATCH").toString(), "--config", file.toString());
        assertEquals(3, JsonMapper.builder().build().readTree(batch.out()).size(), batch.out());
        assertEquals(0, batch.code());
    }

    @Test void wrongWordsOfADemoAreTold() {
        assertEquals(2, Cli.run("demo --port-base 99").code());
        var level = Cli.run("demo --log LOUD");
        assertEquals(2, level.code());
        assertEquals("--log is one of SEVERE, WARNING, INFO, FINE", level.err().lines().findFirst().orElseThrow());
    }

    /** Not every operator may read the server's key: only who runs the server needs it. */
    @Test void aKeyIsLookedAtWhereItIsNeeded(@TempDir Path other) throws Exception {
        var file = configuration(other);
        Files.writeString(file, Files.readString(file) + "[tls]\ncertificate = \"host.pem\"\nkey = \"host.key\"\n");
        Files.createDirectories(other.resolve("data"));
        assertEquals(0, Cli.run("domain list --config", file.toString()).code());
        assertEquals(0, Cli.run("firewall --config", file.toString()).code());
        assertEquals(1, Cli.run("check-config", file.toString()).code());
        assertEquals(1, Cli.run("serve --config", file.toString()).code());
        var host = TestCertificates.write(Files.createDirectories(other.resolve("one")), "mail.home.example");
        var another = TestCertificates.write(Files.createDirectories(other.resolve("two")), "mail.home.example");
        Files.copy(host.chain(), other.resolve("host.pem"));
        Files.copy(host.key(), other.resolve("host.key"));
        assertEquals("", Cli.run("check-config", file.toString()).err());
        Files.copy(another.key(), other.resolve("host.key"), StandardCopyOption.REPLACE_EXISTING);
        var said = Cli.run("check-config", file.toString());
        assertEquals(1, said.code());
        assertTrue(said.err().contains("host.key is not the key of the first certificate in"), said.err());
    }

    /** A listener on one address of IPv6 has rules of IPv6 only: nft refuses a rule with both. */
    @Test void theFirewallDoesNotMixFamilies(@TempDir Path other) throws Exception {
        var file = Files.writeString(other.resolve("sigillo.toml"), "data = \"data\"\nhostname = \"mail.home.example\"\n[listeners.smtp]\n"
            + "address = \"2001:db8::1\"\nallowed = [\"192.0.2.0/24\", \"2001:db8::/32\"]\n");
        var said = Cli.run("firewall --config", file.toString()).out();
        assertTrue(said.contains("443/tcp (certificates") && said.contains("123/udp (the time)"), said);
        var rules = said.lines().filter(rule -> rule.contains("dport 25 ")).toList();
        assertEquals(1, rules.size(), rules.toString());
        assertTrue(rules.getFirst().strip().startsWith("ip6 daddr 2001:db8:0:0:0:0:0:1 ip6 saddr"), rules.toString());
    }

    /** A configuration on free ports, with the files that the story names. */
    private static Path configuration(Path home) throws Exception {
        int base = Ports.freeBase();
        var listeners = new StringBuilder();
        for (var door : sigillo.main.config.Door.values()) {
            listeners.append("[listeners.%s]\naddress = \"127.0.0.1\"\nport = %d\n".formatted(door.key(), base + door.standardPort()));
        }
        Files.writeString(home.resolve("PASSWORD"), "correct horse\n");
        Files.writeString(home.resolve("EMPTY"), "");
        Files.writeString(home.resolve("BATCH"), "# made for a test\nu1@home.example pw\nbob@home.example pw\n\nu2@home.example p w\n");
        Files.writeString(home.resolve("SCRIPT"), "require \"fileinto\";\nfileinto \"Work\";\n");
        Files.writeString(home.resolve("DAMAGED"), "u3@home.example pw\nu4@home.example\n");
        return Files.writeString(home.resolve("sigillo.toml"), "data = \"data\"\nhostname = \"mail.home.example\"\n" + listeners);
    }

    private static Config read(Path file) {
        return switch (ConfigFile.read(file)) {
            case ConfigFile.Outcome.Right(var config, _) -> config;
            case ConfigFile.Outcome.Wrong(var problems) -> throw Failure.of(problems);
        };
    }
}
