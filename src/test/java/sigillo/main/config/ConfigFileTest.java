package sigillo.main.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.filter.DnsList;
import sigillo.filter.FilterSettings;
import sigillo.net.Room.Share;
import sigillo.net.Room;
import sigillo.main.config.ConfigFile.Outcome;
import sigillo.http.Forwarders;
import sigillo.net.Networks;
import sigillo.sending.Bound;

/** What a configuration may say, and what is said about a wrong one. */
class ConfigFileTest {
    private static final String BASE = "data = \"/srv/sigillo\"\nhostname = \"mail.home.example\"\n";
    private static final String CLUSTER = "[store]\nkind = \"cassandra\"\nlocal_data_centre = \"dc1\"\n";
    private static final Path FILE = Path.of("/etc/sigillo/sigillo.toml");

    /** {@code more} stands from line 3 on. */
    record Case(String more, String... want) {}

    private static final List<Case> WRONG = List.of(
        new Case("[limits]\nmesage_size = \"1 MB\"", "4:1: mesage_size is not a setting of [limits]; did you mean message_size?"),
        new Case("[limts]\n", "3:1: limts is not a setting of the top of the file; did you mean limits?"),
        new Case("[limits]\nhost = \"x\"", "4:1: host is not a setting of [limits], but of [relay.smarthost];"
            + " there are message_size, recipients, spool_size, connections"),
        new Case("[log]\nhostname = \"x\"", "4:1: hostname is not a setting of [log], but of the top of the file, before the first [table]; there are level, addresses"),
        new Case("[limits]\nmessage_size = 50", "4:1: limits.message_size: 50 is not possible; a text in quotes would be right"),
        new Case("[limits]\nmessage_size = \"50\"", "4:1: limits.message_size: \"50\" is not possible;"
            + " a size such as \"50 MiB\", at least 64 KiB, at most 2 GiB, would be right"),
        new Case("[limits]\nrecipients = 10", "4:1: limits.recipients: 10 is not possible; a whole number from 100 to 10000 would be right"),
        new Case("[limits]\nrecipients = \"200\"", "4:1: limits.recipients: \"200\" is not possible;"
            + " a whole number from 100 to 10000, without quotes would be right"),
        new Case("[listeners.smtp]\non = \"yes\"", "4:1: listeners.smtp.on: \"yes\" is not possible; true or false, without quotes would be right"),
        new Case("[listeners.smtp]\nport = 70000", "4:1: listeners.smtp.port: 70000 is not possible; a whole number from 1 to 65535 would be right"),
        new Case("[listeners.smtp]\naddress = \"localhost\"", "4:1: listeners.smtp.address: \"localhost\" is not possible;"
            + " \"any\" or an address of this machine would be right"),
        new Case("[listeners.smtp]\nallowed = [\"10.0.0.0/8\", \"10.0.0.0/33\"]", "4:26: listeners.smtp.allowed: \"10.0.0.0/33\" is not possible;"
            + " \"any\", \"loopback\" or a network such as \"192.0.2.0/24\" would be right"),
        new Case("[listeners.smtp]\nallowed = \"any\"", "4:1: listeners.smtp.allowed: \"any\" is not possible;"
            + " a list such as [\"a\", \"b\"] would be right"),
        new Case("[listeners.imap]\nport = 993", ": listeners.imaps.port: the listener imap has port 993 already"),
        new Case("[listeners.smpt]\n", "3:1: smpt is not a setting of [listeners]; did you mean smtp?"),
        new Case("[directory]\nsubaddress_separator = \"++\"", "4:1: directory.subaddress_separator: \"++\" is not possible;"
            + " one sign such as \"+\" or \"-\", or \"\" for none, would be right"),
        new Case("[directory]\npostmaster = \"anna\"", "4:1: directory.postmaster: \"anna\" is not possible;"
            + " an address such as \"anna@home.example\" would be right"),
        new Case("[queue]\ngive_up_after = \"5 weeks\"", "4:1: queue.give_up_after: \"5 weeks\" is not possible;"
            + " a duration such as \"5 days\", \"4 hours\", \"10 minutes\" or \"30 seconds\", at most 400 days, would be right"),
        new Case("[queue]\ngive_up_after = \"1 hours\"",
            "4:1: queue.give_up_after: delay_notice_after (4 hours) must be shorter than give_up_after (1 hours)"),
        new Case("[relay.smarthost]\nuser = \"me\"\npassword = \"p\"", "4:1: relay.smarthost.user: a user needs the host where it is one"),
        new Case("[[relay.route]]\ndomain = \"a.example\"\nhost = \"h\"\nuser = \"me\"\npassword = \"p\"\ntls = \"opportunistic\"",
            "8:1: relay.route.tls: a password needs starttls or tls; or none, if all may read it"),
        new Case("[[relay.route]]\ndomain = \"a.example\"\nhost = \"h\"\n[[relay.route]]\ndomain = \"b.example\"\nhost = \"h\"\ntls = \"none\"",
            "8:1: relay.route.host: h is named before, with another tls or password"),
        new Case("[filter]\njunk_from = \"0\"", "4:1: filter.junk_from: \"0\" is not possible;"
            + " a score such as \"5.5\", above 0 and at most 100, would be right"),
        new Case("[filter]\nrefuse_from = \"5\"", "4:1: filter.refuse_from: refuse_from is below junk_from"),
        new Case("[[filter.list]]\nname = \"zen\"\nzone = \"bl.example\"\nweight = \"0\"", "6:1: filter.list.weight: \"0\" is not possible;"
            + " a weight such as \"2.5\", or \"-3\" for a list that welcomes, would be right"),
        new Case("[[filter.list]]\nname = \"zen\"\nzone = \"bl.example\"\nweight = \"2\"\nanswers = [\"192.0.2.1\"]",
            "7:12: filter.list.answers: \"192.0.2.1\" is not possible; an answer such as \"127.0.0.2\", a network within 127.0.0.0/8,"
            + " or a bit such as \"&8\" would be right"),
        new Case("[[login.program]]\nid = \"a\"\nname = \"A\"\nredirects = [\"http://app.example/\"]", "6:14: login.program.redirects: \"http://app.example/\" is not possible;"
            + " an address such as \"http://127.0.0.1/\", \"https://app.example/back\" or \"org.example.mail:/back\" would be right"),
        new Case("[[login.program]]\nid = \"a\"\nname = \"A\"\n[[login.program]]\nid = \"a\"\nname = \"B\"", "7:1: login.program.id: a is there already"),
        new Case("[engines]\nclamd = \"clamd.ctl:x\"", "4:1: engines.clamd: \"clamd.ctl:x\" is not possible;"
            + " a socket such as \"/run/program.sock\", or \"127.0.0.1:3310\", would be right"),
        new Case("[engines]\nrspamd = \"203.0.113.7\"", "4:1: engines.rspamd: 203.0.113.7:11333 is in a public network, and mail would go there in clear;"
            + " a tunnel with private addresses, or engines.anywhere = true, would be right"),
        new Case("[engines]\nmilters = [\"127.0.0.1\"]", "4:12: engines.milters: \"127.0.0.1\" is not possible;"
            + " a socket such as \"/run/opendkim.sock\", or \"127.0.0.1:8891\", would be right"),
        new Case("[engines]\nwhen_silent = \"drop\"", "4:1: engines.when_silent: \"drop\" is not possible; one of take, defer would be right"),
        new Case("[store]\nkind = \"postgres\"", "4:1: store.kind: \"postgres\" is not possible; one of rocksdb, cassandra would be right"),
        new Case("[store]\nkind = \"cassandra\"", "4:1: store.kind: a cluster needs contact_points",
            "4:1: store.kind: a cluster needs local_data_centre: who serves here asks its nodes first"),
        new Case(CLUSTER + "contact_points = [\"10.0.0.1\", \"a b\"]", "6:31: store.contact_points: \"a b\" is not possible;"
            + " a name or an address such as \"10.0.0.1\" or \"cassandra1.home.example:9042\" would be right"),
        new Case(CLUSTER + "contact_points = [\"c1\"]\nreplication = [\"dc1=3\"]", "7:16: store.replication: \"dc1=3\" is not possible;"
            + " copies of a data centre such as \"dc1:3\" would be right"),
        new Case(CLUSTER + "contact_points = [\"c1\"]\nuser = \"sigillo\"", "7:1: store.user: a user needs a password_file"),
        new Case("[operator]\nusers = [\"mailadmin\"]", "4:1: operator.users: the data directory is the server's alone: give them a"
            + " socket that they can reach, such as operator.socket = \"/run/sigillo/operator.sock\""),
        new Case("[listeners.imap]\nport = 25\naddress = \"127.0.0.1\"", "4:1: listeners.imap.port: the listener smtp has port 25 already"),
        new Case("[listeners.smtp]\nproxies = [\"any\"]", "4:12: listeners.smtp.proxies: \"any\" is not possible;"
            + " \"loopback\" or the address of a proxy such as \"192.0.2.10\" would be right"),
        new Case("[listeners.https]\nforwarded_by = [\"0.0.0.0/0\"]", "4:17: listeners.https.forwarded_by: \"0.0.0.0/0\" is not possible;"
            + " \"loopback\" or the address of a proxy such as \"192.0.2.10\" would be right"),
        new Case("[tls]\nkey = \"/nowhere/key.pem\"", "4:1: tls.key: /nowhere/key.pem is not a file that can be read",
            "4:1: tls.key: tls.certificate and tls.key belong together"),
        new Case("[relay.smarthost]\nhost = \"smtp.isp.example\"\nuser = \"me\"", "5:1: relay.smarthost.user: a user needs a password or a password_file"),
        new Case("[acme.dns]\nprovider = \"ovh\"\nid = \"k\"\ntoken = \"s\"", "4:1: acme.dns.provider: OVH needs id, token and consumer, each without blanks"),
        new Case("[acme.dns]\ntoken = \"s\"", "4:1: acme.dns.token: whose it is, provider says"),
        new Case("[acme.dns]\nprovider = \"desec\"\ntoken = \"s\"\nserver = \"192.0.2.1\"\nkey = \"k.example\"\nsecret = \"AAAA\"",
            "4:1: acme.dns.provider: there is a server too; one of the two is enough"),
        new Case("[acme.dns]\nprovider = \"godaddy\"", "4:1: acme.dns.provider: \"godaddy\" is not possible;"
            + " one of cloudflare, desec, digitalocean, gandi, hetzner, ovh, route53 would be right"),
        new Case("[relay.smarthost]\ntls = \"ssl\"", "4:1: relay.smarthost.tls: \"ssl\" is not possible; one of starttls, tls, opportunistic, none would be right"),
        new Case("[[relay.route]]\nhost = \"cyrus\"\nprotocol = \"lmtp\"", "3:1: relay.route.domain is missing and has no default;"
            + " a name such as \"mail.home.example\" would be right"),
        new Case("[[relay.route]]\ndomain = \"a.example\"\nhost = \"b\"\n[[relay.route]]\ndomain = \"A.example\"\nhost = \"c\"",
            "7:1: relay.route.domain: a.example has a route already"),
        new Case("[relay]\nroute = 5", "4:1: relay.route: 5 is not possible; a table, [[relay.route]], would be right"),
        new Case("[resolver]\nservers = [\"127.0.0.1:99999\"]", "4:12: resolver.servers: \"127.0.0.1:99999\" is not possible;"
            + " an address such as \"127.0.0.1\" or \"[::1]:53\" would be right"),
        new Case("[trace]\nkept_for = \"3 days\"", "4:1: trace.kept_for: addresses_for is longer than kept_for"),
        new Case("log = \"debug\"", "3:1: log: \"debug\" is not possible; a table, [log], would be right"),
        new Case("[log\nlevel = 1", "3:5: Unexpected end of line, expected ]"),
        new Case("hostname = \"again.example\"", "3:1: hostname previously defined at line 2, column 1"),
        new Case("[[backup.target]]\nname = \"disk\"", "4:1: backup.target.name: a target needs a path, an sftp or an s3"),
        new Case("[[backup.target]]\nname = \"My Disk\"\npath = \"/mnt\"", "4:1: backup.target.name: \"My Disk\" is not possible;"
            + " a name of small letters, digits and dashes would be right"),
        new Case("[[backup.target]]\nname = \"disk\"\npath = \"/a\"\n[[backup.target]]\nname = \"disk\"\npath = \"/b\"",
            "7:1: backup.target.name: there is a target disk already"),
        new Case("[[backup.target]]\nname = \"nas\"\nsftp = \"nas.example/x\"", "5:1: backup.target.sftp: \"nas.example/x\" is not possible;"
            + " a place such as \"sftp://mail@nas.example/srv/backup\" would be right"),
        new Case("[[backup.target]]\nname = \"nas\"\nsftp = \"sftp://mail@nas.example/x\"\npassword = \"p\"", "5:1: backup.target.sftp: the machine"
            + " has to be known by its host_key: ssh-keyscan HOST | ssh-keygen -lf - shows it"),
        new Case("[[backup.target]]\nname = \"s3\"\ns3 = \"https://s3.example/bucket\"\naccess_key = \"a\"",
            "5:1: backup.target.s3: it needs an access_key, and a secret_key or secret_key_file"),
        new Case("[[backup.target]]\nname = \"both\"\npath = \"/a\"\ns3 = \"https://s3.example/bucket\"\naccess_key = \"a\"\nsecret_key = \"s\"",
            "6:1: backup.target.s3: there is path too: a target is one place"),
        new Case("[backup]\nkeep_last = 0", "4:1: backup.keep_last: 0 is not possible; a whole number from 1 to 1000 would be right"),
        // All at once, in the order of the file.
        new Case("[log]\nlevel = \"loud\"\n[limits]\nrecipients = 1\nfoo = 1",
            "4:1: log.level: \"loud\" is not possible; one of error, warning, info, debug would be right",
            "6:1: limits.recipients: 1 is not possible; a whole number from 100 to 10000 would be right",
            "7:1: foo is not a setting of [limits]; there are message_size, recipients, spool_size, connections"));

    @TestFactory Stream<DynamicTest> everyErrorIsTold() {
        return WRONG.stream().map(c -> DynamicTest.dynamicTest(c.more.replace('\n', ' '), () -> assertEquals(
            Stream.of(c.want).map(want -> FILE + (want.startsWith(":") ? "" : ":") + want).toList(), problems(BASE + c.more))));
    }

    @Test void whatHasNoDefaultMustBeThere() {
        assertEquals(List.of(FILE + ": data is missing and has no default; a path such as \"/var/lib/sigillo\" would be right",
            FILE + ": hostname is missing and has no default; a name such as \"mail.home.example\" would be right"), problems(""));
        assertEquals(List.of(FILE + ":2:1: hostname: \"[192.0.2.1]\" is not possible; a name such as \"mail.home.example\" would be right"),
            problems("data = \"/srv\"\nhostname = \"[192.0.2.1]\""));
        assertEquals(List.of(FILE + ":2:1: hostname: \"192.0.2.1\" is not possible; a name such as \"mail.home.example\" would be right"),
            problems("data = \"/srv\"\nhostname = \"192.0.2.1\""));
    }

    @Test void aFileThatIsNoneIsTold(@TempDir Path folder) throws Exception {
        var missing = folder.resolve("none.toml");
        assertEquals(missing + ": there is no such file", wrong(ConfigFile.read(missing)).getFirst());
        var binary = Files.write(folder.resolve("binary.toml"), new byte[] {(byte) 0xC3, (byte) 0x28});
        assertEquals(binary + ": is not in UTF-8", wrong(ConfigFile.read(binary)).getFirst());
        var large = Files.write(folder.resolve("large.toml"), new byte[2 << 20]);
        assertEquals(large + ": is too large for a configuration", wrong(ConfigFile.read(large)).getFirst());
        assertTrue(wrong(ConfigFile.read(folder)).getFirst().startsWith(folder + ": cannot be read"));
    }

    @Test void twoKeysAreEnough() {
        var config = right(BASE);
        assertEquals(Path.of("/srv/sigillo"), config.data());
        assertEquals(Domain.of("mail.home.example"), config.hostname());
        assertEquals(25, config.listeners().get(Door.SMTP).port());
        assertTrue(config.listeners().get(Door.SMTP).address().isAnyLocalAddress());
        assertEquals(Networks.ANY, config.listeners().get(Door.SMTP).allowed());
        assertTrue(config.listeners().get(Door.LMTP).address().isLoopbackAddress());
        assertEquals(Networks.LOOPBACK, config.listeners().get(Door.LMTP).allowed());
        assertTrue(config.listeners().entrySet().stream().allMatch(one -> one.getValue().on() != (one.getKey() == Door.MILTER)));
        assertEquals(Networks.LOOPBACK, config.listeners().get(Door.MILTER).allowed());
        assertEquals(Path.of("/srv/sigillo/run/operator.sock"), config.operator().socket());
        assertEquals(new Config.Queue(Duration.ofDays(5), Duration.ofHours(4), 60, 5), config.queue());
        assertEquals(Optional.empty(), config.relay().smarthost());
        assertFalse(config.imap().loginWithoutTls());
        assertEquals(new Config.Log(Level.INFO, false), config.log());
    }

    @Test void everySettingIsRead(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("host.pem"), "x");
        Files.writeString(folder.resolve("password"), "s3cret word\nsecond line\n");
        var config = right(folder.resolve("sigillo.toml"), """
            data = "data"
            hostname = "Mail.Home.Example"
            [listeners.smtp]
            on = false
            [listeners.imap]
            address = "::1"
            port = 20143
            allowed = ["loopback", "192.0.2.0/24"]
            connections = 10
            connections_per_address = 2
            [tls]
            certificate = "host.pem"
            key = "host.pem"
            [limits]
            message_size = "100 MB"
            recipients = 200
            spool_size = "1 GiB"
            [directory]
            subaddress_separator = ""
            postmaster = "anna@home.example"
            [submission]
            messages_per_hour = 7
            [imap]
            login_without_tls = true
            [queue]
            give_up_after = "2 days"
            delay_notice_after = "90 minutes"
            attempts_at_once = 8
            attempts_per_destination = 2
            [relay]
            loopback_only = true
            port = 2525
            [relay.smarthost]
            host = "smtp.isp.example"
            port = 465
            tls = "tls"
            user = "me"
            password_file = "password"
            [filter]
            junk_from = "6.5"
            defer_from = "never"
            refuse_from = "15"
            lmtp = true
            [[filter.list]]
            name = "zen"
            zone = "zen.example"
            kind = "url"
            answers = ["127.0.0.2", "127.0.1.0/24", "&8"]
            weight = "-2.5"
            [[relay.route]]
            domain = "old.example"
            host = "127.0.0.1"
            protocol = "lmtp"
            [[relay.route]]
            domain = "other.example"
            host = "mx.other.example"
            port = 2526
            user = "us"
            password = "pass"
            [resolver]
            servers = ["127.0.0.1", "[::1]:5353", "192.0.2.53:54"]
            [trace]
            addresses_for = "2 days"
            kept_for = "10 days"
            [operator]
            socket = "/run/sigillo/operator.sock"
            users = ["mailadmin"]
            [log]
            level = "debug"
            """);
        assertEquals(folder.resolve("data"), config.data());
        assertEquals(new Config.Listening(true, InetAddress.ofLiteral("::1"), 20143,
            Networks.of(List.of("127.0.0.0/8", "::1", "192.0.2.0/24")), 10, 2, Networks.NONE, Forwarders.NONE), config.listeners().get(Door.IMAP));
        assertFalse(config.listeners().get(Door.SMTP).on());
        assertEquals(new Config.Certificates(Optional.of(folder.resolve("host.pem")), Optional.of(folder.resolve("host.pem"))), config.tls());
        assertEquals(new Config.Limits(100_000_000, 200, 1 << 30, 400), config.limits());
        assertEquals(new Config.Directory("", Optional.of(Address.of("anna@home.example"))), config.directory());
        assertEquals(7, config.submission().max(Bound.MESSAGES_PER_HOUR));
        assertTrue(config.imap().loginWithoutTls());
        assertEquals(new Config.Queue(Duration.ofDays(2), Duration.ofMinutes(90), 8, 2), config.queue());
        assertEquals(Optional.of(new Config.Host("smtp.isp.example", 465, Config.Language.SMTP, Config.Tls.TLS,
            Optional.of(new Config.Login("me", new Secret("s3cret word"))))), config.relay().smarthost());
        assertEquals(List.of(new Config.Route(Domain.of("old.example"),
                new Config.Host("127.0.0.1", 24, Config.Language.LMTP, Config.Tls.OPPORTUNISTIC, Optional.empty())),
            new Config.Route(Domain.of("other.example"), new Config.Host("mx.other.example", 2526, Config.Language.SMTP,
                Config.Tls.STARTTLS, Optional.of(new Config.Login("us", new Secret("pass")))))), config.relay().routes());
        assertEquals(List.of(new InetSocketAddress("127.0.0.1", 53), new InetSocketAddress("::1", 5353),
            new InetSocketAddress("192.0.2.53", 54)), config.resolver().servers());
        assertEquals(new FilterSettings(true, Networks.LOOPBACK, 6.5, OptionalDouble.empty(), OptionalDouble.of(15), true, List.of(new DnsList("zen",
            "zen.example", DnsList.Kind.URL, Stream.of("127.0.0.2", "127.0.1.0/24", "&8").map(code -> DnsList.Code.parse(code).orElseThrow()).toList(), -2.5))),
            config.filter());
        assertEquals(List.of("mailadmin"), config.operator().users());
        assertEquals(Level.FINE, config.log().level());
    }

    /** What {@code config show} prints is a configuration that means the same. */
    @TestFactory Stream<DynamicTest> whatIsShownMeansTheSame() {
        return Stream.of("", "[[relay.route]]\ndomain = \"a.example\"\nhost = \"b\"\n[[relay.route]]\ndomain = \"c.example\"\nhost = \"d\"\nport = 7\n",
            "[filter]\ndefer_from = \"never\"\n[[filter.list]]\nname = \"a\"\nzone = \"b.example\"\nanswers = [\"127.0.0.0/30\", \"&8\"]\nweight = \"2.5\"\n",
            "[login]\noauth = false\noauth_registration = false\n[[login.program]]\nid = \"tv\"\nname = \"Television\"\n[[login.program]]\nid = \"page\"\nname = \"Page\"\nredirects = [\"https://app.example/back\", \"http://[::1]/\"]\n",
            CLUSTER + "contact_points = [\"c1.example\", \"[::1]:9043\", \"10.0.0.1\"]\nreplication = [\"dc1:2\", \"dc2:1\"]\ntls = true\n",
            "[listeners.imap]\naddress = \"::1\"\nallowed = [\"192.0.2.0/24\"]\n[directory]\nsubaddress_separator = \"\"\n[trace]\nkept_for = \"300 days\"\n")
            .map(more -> DynamicTest.dynamicTest(more.isEmpty() ? "(defaults)" : more.replace('\n', ' '), () -> {
                var first = assertInstanceOf(Outcome.Right.class, ConfigFile.parse(FILE, BASE + more));
                var second = assertInstanceOf(Outcome.Right.class, ConfigFile.parse(FILE, first.effective()), first.effective());
                assertEquals(first.config(), second.config());
                assertEquals(first.effective().replaceAll(" +# default", ""), second.effective().replaceAll(" +# default", ""));
            }));
    }

    @Test void secretsAreNotShown() {
        var right = assertInstanceOf(Outcome.Right.class, ConfigFile.parse(FILE, BASE + "[relay.smarthost]\nhost = \"h\"\nuser = \"u\"\npassword = \"hush-hush\""));
        assertFalse(right.effective().contains("hush"), right.effective());
        assertFalse(right.config().toString().contains("hush"));
        assertTrue(right.effective().contains("password = \"********\""));
        assertInstanceOf(Outcome.Right.class, ConfigFile.parse(FILE, right.effective()));
    }

    /** The heap of this test has no room for so many. */
    @Test void whatFitsIntoNoHeapIsTold() {
        var mib = Runtime.getRuntime().maxMemory() >> 20;
        assertEquals(List.of(FILE + ":4:1: limits.connections: there is no room for 100000 at one time in a heap of " + mib + " MiB: "
            + Room.places(Share.OWNERS, Runtime.getRuntime().maxMemory()) + " connections of mail programs that have signed in fit. The launcher gives"
            + " a larger one by limits.connections, where it finds connections = N on a line of its own below [limits]"),
            problems(BASE + "[limits]\nconnections = 100_000\n"));
        var door = problems(BASE + "[listeners.smtp]\nconnections = 50_000\n");
        assertEquals(1, door.size(), door + "");
        assertTrue(door.getFirst().startsWith(FILE + ":4:1: listeners.smtp.connections: there is no room for 50000 at one time"), door + "");
        right(BASE + "[listeners.smtp]\nconnections = 1_000\n"); // the default, which is never more than there is room for
    }

    @Test void everySettingHasItsComment() {
        var shown = assertInstanceOf(Outcome.Right.class, ConfigFile.parse(FILE, BASE)).effective();
        assertTrue(shown.contains("# The server's own name"), shown);
        assertTrue(shown.contains("recipients = 1000  # default"), shown);
        assertTrue(shown.lines().allMatch(line -> line.length() <= 140), shown);
    }

    private static Config right(String text) { return right(FILE, text); }

    private static Config right(Path file, String text) {
        return switch (ConfigFile.parse(file, text)) {
            case Outcome.Right(var config, _) -> config;
            case Outcome.Wrong(var problems) -> throw new AssertionError(problems.toString());
        };
    }

    private static List<String> problems(String text) { return wrong(ConfigFile.parse(FILE, text)); }

    private static List<String> wrong(Outcome outcome) {
        return assertInstanceOf(Outcome.Wrong.class, outcome).problems().stream().map(Problem::toString).toList();
    }
}
