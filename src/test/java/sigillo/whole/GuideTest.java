package sigillo.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.main.CommandsHere;
import sigillo.main.config.ConfigFile;
import sigillo.main.config.Door;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import sigillo.peers.SmtpProbe;

/**
 * The guide is true: both languages have the same commands, all links lead somewhere, and every command is done, in the order in
 * which a reader does them, on one server that they set up. Paths of the system are folders of the test. A command that asks is
 * given a file instead, as a comment below it says. What stands in the guide to be read and not run is listed here by name.
 */
@Tag("gate") // a whole server
@Timeout(180)
class GuideTest {

    /** These ask servers elsewhere: {@code network.TenMinutesTest} does them, where there are some. */
    private static final List<String> NEED_THE_INTERNET = List.of("sigillo check home.example", "sigillo dns check home.example", "sigillo check-clients home.example",
        "sigillo import anna@home.example --imap imap.old.example --user anna@old.example",
        "sigillo import anna@home.example --imap imap.gmail.com --user anna@gmail.com");

    /** These change the machine: done in a file system of their own; of the last what it starts is started, since nobody but systemd can. */
    private static final List<String> NEED_ROOT = List.of("adduser --system --group --home /var/lib/sigillo sigillo", "install -d -o sigillo -g sigillo /etc/sigillo",
        "systemctl enable --now sigillo");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern RECOVERY_CODE = Pattern.compile("(?:[0-9A-Z]{4}-){8}[0-9A-Z]{4}");
    private static final Pattern BACKUP_KEY = Pattern.compile("(?:[0-9A-Z]{4}-){13}[0-9A-Z]{4}");
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    /** These take no {@code --config}. */
    private static final Set<String> OF_NO_SERVER = Set.of("check-config", "restore");

    @TempDir Path folder;

    @Test void bothLanguagesHaveTheSameCommands() throws IOException {
        for (var page : Guide.PAGES) {
            assertEquals(Guide.blocks("en", page), Guide.blocks("it", page), page);
            assertEquals(headings("en", page), headings("it", page), "the levels of the headings of " + page);
        }
    }

    private static String headings(String language, String page) throws IOException {
        return HEADING.matcher(Files.readString(Guide.FOLDER.resolve(language).resolve(page))).results().map(one -> one.group().replaceAll("[^#].*", "")).collect(Collectors.joining(" "));
    }

    @Test void fewCommandsAreNotRun() throws IOException {
        assertEquals(NEED_THE_INTERNET, marked("internet"));
        assertEquals(NEED_ROOT, marked("root"));
        var marks = Guide.all("en").stream().filter(block -> block.language().equals("sh")).map(Guide.Block::mark).collect(Collectors.toSet());
        assertEquals(Set.of("", "internet", "finds", "root"), marks);
    }

    private static List<String> marked(String mark) throws IOException {
        return Guide.marked(mark).stream().flatMap(block -> block.lines().stream()).toList();
    }

    @Test void linksLeadSomewhere() throws IOException {
        var lost = new ArrayList<String>();
        try (var files = Files.walk(Guide.FOLDER)) {
            for (var file : files.filter(one -> one.toString().endsWith(".md")).toList()) {
                LINK.matcher(Files.readString(file)).results().map(one -> one.group(1)).filter(link -> !link.startsWith("https://"))
                    .filter(link -> !leads(file, link)).forEach(link -> lost.add(file + ": " + link));
            }
        }
        assertEquals(List.of(), lost);
    }

    private static boolean leads(Path from, String link) {
        var parts = link.split("#", 2);
        var to = parts[0].isEmpty() ? from : from.getParent().resolve(parts[0]).normalize();
        if (!Files.exists(to)) return false;
        return parts.length < 2 || anchors(to).contains(parts[1]);
    }

    /** As GitHub makes them. */
    private static Set<String> anchors(Path page) {
        try {
            return HEADING.matcher(Files.readString(page)).results()
                .map(one -> one.group(1).toLowerCase().replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-')).collect(Collectors.toSet());
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    // ---- done, as a reader does them ----

    private final Map<String, String> places = new HashMap<>();
    private final int base = Ports.freeBase();
    private Program server;

    @Test void everyCommandIsDone() throws Exception {
        prepare();
        try {
            var done = new HashSet<String>();
            var said = new StringBuilder();
            for (var block : Guide.all("en")) {
                if (block.language().equals("text")) isSo(block, said.toString());
                if (block.language().equals("sh") && block.lines().equals(List.of(NEED_ROOT.getLast()))) serve();
                if (!block.language().equals("sh") || block.mark().equals("internet") || block.mark().equals("root")) continue;
                said.setLength(0);
                for (var line : block.lines()) said.append(run(block, line));
                done.addAll(block.lines());
            }
            assertTrue(done.size() > 25, done::toString);
        } finally {
            if (server != null) server.close();
        }
    }

    /** What a reader has beside the program: paper, disks, mail of before; and the settings that the guide tells him to make. */
    private void prepare() throws IOException {
        for (var place : List.of("/etc/sigillo", "/var/lib", "/mnt/backup/mail", "/srv/old", "/srv/out/anna", "/paper")) {
            places.put(place, Files.createDirectories(folder.resolve(place.substring(1))).toString());
        }
        write("/paper/passphrase", "cinque cavalli corrono piano\n");
        var mail = "From: Bea <bea@old.example>\nTo: anna@home.example\nSubject: Old\nMessage-ID: <%d@old.example>\nDate: Mon, 01 Jun 2026 10:00:00 +0000\n\nHello.\n";
        write("/srv/old/takeout.mbox", "From 1@xxx Mon Jun 01 10:00:00 +0000 2026\nX-Gmail-Labels: Inbox,Work\n" + mail.formatted(1));
        write("/srv/old/Maildir/cur/1.a.b:2,S", mail.formatted(2));
        Files.createDirectories(folder.resolve("srv/old/Maildir/new"));
        write("/srv/old/proton/labels.json", "{\"Version\":1,\"Payload\":[]}\n");
        write("/srv/old/proton/abc.eml", mail.formatted(3));
        write("/srv/old/proton/abc.metadata.json", "{\"Version\":1,\"Payload\":{\"ID\":\"abc\",\"LabelIDs\":[\"0\"],\"Time\":1780000000,\"Unread\":0}}\n");
        write("/etc/sigillo/sigillo.toml", configuration());
    }

    private void write(String place, String text) throws IOException {
        var file = folder.resolve(place.substring(1));
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String here(String text) { return text.replaceAll("(?<![\\w/.])/(etc|var|mnt|srv|paper)/", folder + "/$1/"); }

    /** As the reader's, but on ports of its own and alone on this machine. */
    private String configuration() throws IOException {
        var text = new StringBuilder("data = \"" + here("/var/lib/sigillo") + "\"\n[relay]\nloopback_only = true\n[resolver]\nservers = [\"127.0.0.1:9\"]\n"
            + "[acme]\ndirectory = \"https://127.0.0.1:9/directory\"\n");
        for (var door : Door.values()) text.append("[listeners." + door.key() + "]\naddress = \"127.0.0.1\"\nport = " + (base + door.standardPort()) + "\n");
        for (var block : Guide.all("en")) if (block.language().equals("toml") && block.mark().isEmpty()) text.append(here(String.join("\n", block.lines()))).append('\n');
        return text.toString();
    }

    @Test void settingsAreRight() throws IOException {
        for (var block : Guide.all("en")) if (block.language().equals("toml")) {
            var text = "hostname = \"mail.home.example\"\ndata = \"/var/lib/sigillo\"\n" + String.join("\n", block.lines()) + "\n";
            var outcome = ConfigFile.parse(folder.resolve("sigillo.toml"), text);
            if (outcome instanceof ConfigFile.Outcome.Wrong(var problems)) {
                assertTrue(problems.stream().allMatch(one -> one.toString().contains("relay.password")), problems::toString);
            }
        }
    }

    /** What the guide shows of an answer: in these lines, {@code …} for whatever it is. */
    private static void isSo(Guide.Block shown, String said) {
        var form = shown.lines().stream().map(line -> Stream.of(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining("(?s:.*)"))).collect(Collectors.joining("\\s*\\n"));
        assertTrue(Pattern.compile("(?m)^" + form).matcher(said).find(), () -> "the guide shows\n" + String.join("\n", shown.lines()) + "\nbut it is\n" + said);
    }

    /** What it said. */
    private String run(Guide.Block block, String line) throws IOException {
        var words = new ArrayList<String>();
        WORD.matcher(here(line)).results().forEach(one -> words.add(one.group(1) != null ? one.group(1) : one.group(2)));
        assertEquals("sigillo", words.removeFirst(), line);
        if (!block.instead().isEmpty()) {
            words.remove("--key");
            words.remove("-");
            words.addAll(List.of(here(block.instead()).split(" ")));
        }
        if (!OF_NO_SERVER.contains(words.getFirst())) words.addAll(List.of("--config", here("/etc/sigillo/sigillo.toml")));
        var done = CommandsHere.run(COMMAND_LIMIT, words.toArray(String[]::new));
        boolean isFine = done.code() == 0 || block.mark().equals("finds") && done.code() == 1;
        assertTrue(isFine && !done.printed().isBlank(), () -> line + " ended with " + done.code() + ":\n" + done.printed());
        keepPaper(line, done.printed());
        return done.printed();
    }

    /** As root, where only this test sees what becomes of /etc and /var/lib. {@code --now} takes a machine that systemd has started. */
    @Test void theMachineIsPreparedAsRoot() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")) && Stream.of("unshare", "adduser", "systemctl").allMatch(Program::isInstalled), "not root, or no unshare, adduser or systemctl");
        var unit = Guide.all("en").stream().filter(block -> block.language().equals("ini")).map(block -> String.join("\n", block.lines())).findFirst().orElseThrow();
        Files.writeString(folder.resolve("sigillo.service"), unit);
        var script = new StringBuilder("set -e\ncp -a /etc " + folder + "/etc\nmount --bind " + folder + "/etc /etc\nmount -t tmpfs none /var/lib\n");
        for (var line : NEED_ROOT) {
            if (line.startsWith("systemctl")) script.append("cp ").append(folder).append("/sigillo.service /etc/systemd/system/\n");
            script.append(line.replace(" --now", "")).append('\n');
        }
        script.append("stat -c '%U:%G %n' /etc/sigillo /var/lib/sigillo\nls /etc/systemd/system/multi-user.target.wants\n");
        var done = Program.run(COMMAND_LIMIT, "unshare", "--mount", "sh", "-c", script.toString());
        assumeTrue(!done.printed().contains("unshare failed") && !done.printed().contains("permission denied"), done.printed());
        done.orFail();
        for (var so : List.of("sigillo:sigillo /etc/sigillo", "sigillo:sigillo /var/lib/sigillo", "sigillo.service")) assertTrue(done.printed().contains(so), done.printed());
        assertFalse(Files.readString(Path.of("/etc/passwd")).contains("sigillo"), "this machine is as it was");
    }

    /** What the unit of systemd starts is ready, and somebody has written. */
    private void serve() throws IOException {
        var unit = Guide.all("en").stream().filter(block -> block.language().equals("ini")).flatMap(block -> block.lines().stream()).toList();
        var starts = unit.stream().filter(line -> line.startsWith("ExecStart=")).findFirst().orElseThrow().substring("ExecStart=".length());
        var command = new ArrayList<>(List.of(here(starts).split(" ")));
        assertEquals("/opt/sigillo/current/sigillo", command.set(0, "./sigillo"));
        server = Program.start(folder.resolve("serve.log"), Map.of(), command);
        Program.waitUntil("the server is ready:\n" + server.printed(), Duration.ofSeconds(120), () -> server.printed().contains("ready in ") || !server.isRunning());
        assertTrue(server.isRunning(), () -> server.printed());
        try (var friend = SmtpProbe.connect(base + Door.LMTP.standardPort())) {
            friend.expect("250", "LHLO friend.example");
            assertTrue(friend.send("bea@friend.example", "anna@home.example", "From: bea@friend.example\r\nSubject: Ciao\r\n\r\nHello.\r\n".getBytes(StandardCharsets.UTF_8)).startsWith("250"));
        }
    }

    /** What the reader writes down. */
    private void keepPaper(String line, String printed) throws IOException {
        var key = BACKUP_KEY.matcher(printed);
        var code = RECOVERY_CODE.matcher(printed);
        if (line.contains("backup key") && key.find()) write("/paper/recovery-key", key.group() + "\n");
        else if (line.startsWith("sigillo setup") && code.find()) write("/paper/recovery-code", code.group() + "\n");
    }

    /** A line in the files that it reads is enough: what the guide shows is UTF-8. */
    @Test void pagesAreText() throws IOException {
        try (var files = Files.walk(Guide.FOLDER)) {
            for (var file : files.filter(Files::isRegularFile).toList()) Files.readString(file, StandardCharsets.UTF_8);
        }
    }
}
