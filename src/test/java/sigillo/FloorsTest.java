package sigillo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The map of the house: each package may use those named after it, itself and the JDK; nothing else of ours. Read from
 * the ground up. Whoever adds a line says in the change why the arrow must exist.
 */
class FloorsTest {
    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        // 0 ground
        floor("base");
        // 1 languages: bytes in, values out
        floor("sealing", "base");
        floor("openpgp", "base");
        floor("message", "base");
        // signatures of messages are found where their parts lie
        floor("smime", "base", "message");
        floor("smtp", "base");
        floor("imap", "base");
        floor("pop", "base");
        floor("managesieve", "base");
        floor("sasl", "base");
        floor("refusals", "smtp");
        // what a refusal means is told to the sender
        floor("dsn", "base", "smtp", "message", "refusals");
        // what DNS says, as the languages of authentication see it: no socket, no cache
        floor("dns");
        floor("spf", "base", "dns");
        floor("dkim", "base", "dns", "message");
        // reports come as mail
        floor("reports", "base", "message");
        floor("dane", "base");
        floor("mtasts", "base");
        floor("arc", "base", "dns", "message", "dkim");
        floor("dmarc", "base", "dns", "message");
        floor("authres", "base", "message");
        floor("srs", "base");
        floor("spam", "base", "message");
        // what other programs say that look at mail: filters while it comes in, scanners of the whole
        floor("milter", "base");
        floor("scanners");
        // what becomes of a message by the rules of whom it is for
        floor("sieve", "base", "message");
        floor("jmap");
        floor("websocket");
        // what programs say that want to be let in without a password
        floor("oauth", "base");
        // how mail programs are told where to go
        floor("autoconfig", "base");
        // which records of DNS a domain needs, and what those are worth that are there
        floor("zone", "base", "dns", "mtasts", "autoconfig");
        // 2 storage
        floor("store", "base");
        floor("store.memory", "base", "store");
        floor("store.rocksdb", "base", "store");
        floor("store.cassandra", "base", "store");
        // servers that share a store: who lives, and what they have committed
        floor("nodes", "base", "sealing", "store");
        // a TLSA record is a value of dane
        floor("resolver", "base", "dns", "dane", "zone");
        floor("spool", "base");
        // a file of keys outside of the store; the queue and the keyring keep what it wraps; servers agree through the store
        floor("shred", "base", "sealing", "store");
        // on this floor and not among the doors, since relay speaks over the same wires
        floor("net", "base");
        // HTTP as a server, below every door that is spoken over it
        floor("http", "base", "net");
        // the same answers, carried otherwise
        floor("http2", "base", "net", "http");
        // 3 core
        floor("account", "base", "store", "message");
        // stories are sealed: they name people
        floor("trace", "base", "store", "sealing");
        // 4 work
        floor("directory", "base", "store", "account");
        // whom an account writes to is kept as hashes
        floor("sending", "base", "store", "sealing", "account");
        // the keys of our domains; told which domains there are
        floor("signing", "base", "dns", "message", "dkim", "sealing", "shred", "store");
        // notifications are signed
        floor("queue", "base", "signing", "smtp", "refusals", "store", "trace", "dsn", "message", "sealing", "shred");
        // scripts of owners, which run while nobody is signed in
        floor("rules", "base", "store", "sealing", "account", "sieve");
        floor("identities", "base", "store", "sealing", "account");
        floor("snooze", "base", "store", "account");
        // what was refused for accounts names people, so it is sealed
        floor("refused", "base", "store", "sealing", "account");
        // implements the seam through which accounts keep content
        // which there are is the directory's; who wrote to them is sealed
        floor("masked", "base", "store", "sealing", "account", "directory", "message");
        floor("keyring", "base", "store", "account", "sealing", "shred");
        // where doors' searches are done: those of one account one after the other, whichever door they come by
        floor("search", "base", "account");
        floor("login", "base", "store", "account", "sealing", "keyring", "directory", "sasl");
        // which programs may ask, which devices wait; what they get is login's
        floor("authorization", "base", "oauth", "sealing", "login");
        // reads everything by the store's own interface; calls what is damaged by account's words
        floor("scrub", "base", "store", "account");
        // over the wires of net, to hosts that the resolver finds
        floor("https", "base", "dns", "resolver", "net");
        // how domains of ours are set up in DNS
        floor("setup", "base", "dns", "spf", "store", "zone");
        // what other domains ask of those who send to them
        floor("policy", "base", "store", "sealing", "dns", "mtasts", "resolver", "https");
        floor("relay", "base", "smtp", "trace", "dns", "dane", "mtasts", "resolver", "net", "queue", "policy");
        // what other servers make of us; between the queue and the relay
        floor("receivers", "base", "smtp", "refusals", "store", "sealing", "queue", "resolver");
        floor("authentication", "base", "dns", "message", "smtp", "spf", "dkim", "arc", "dmarc", "authres", "net");
        // judges what delivery takes; the programs that it asks, and what is learnt, are handed to it
        floor("filter", "dns", "store", "sealing", "base", "message", "smtp", "spam", "spf", "dkim", "dmarc", "authentication", "net", "account", "trace");
        // programs of others that look at mail: each is an engine of the filter
        floor("engines", "base", "message", "milter", "scanners", "smtp", "trace", "net", "filter");
        // who looks for viruses is handed to it
        floor("quarantine", "base", "store", "message", "account", "keyring");
        // learns while accounts are open, in work that waits for their owners; what it knows is asked by the filter
        floor("learning", "base", "store", "sealing", "message", "spam", "account", "keyring", "filter");
        floor("delivery", "filter", "base", "sieve", "rules", "smtp", "authentication", "spool", "trace", "message", "account", "directory", "queue", "store", "sending", "signing");
        // what happens to mail that is here, and has scripts run; the work waits for owners
        floor("events", "base", "store", "sealing", "account", "keyring", "delivery");
        floor("archive", "base", "message", "imap", "spool", "account", "store");
        // what relay and delivery see of others is counted, and told to them through the queue
        floor("reporting", "base", "store", "sealing", "account", "directory", "sending", "signing", "message", "dns", "dkim", "dmarc", "spf", "smtp", "reports", "trace", "https", "queue", "relay", "authentication", "delivery");
        // a carrier of the queue; what is shown of authors, the seal and the signature of a list's domain
        floor("lists", "base", "store", "sealing", "account", "directory", "message", "smtp", "trace", "authentication", "signing", "queue");
        // an invitation makes an account, and may be sent by mail
        floor("invitations", "base", "store", "sealing", "account", "directory", "keyring", "login", "message", "smtp", "trace", "signing", "queue");
        // archive for what imports have in common: what is there already, and what labels mean
        floor("moving", "base", "imap", "net", "spool", "account", "archive", "store");
        // of what is kept it knows the store and the keys that it seals with; what else belongs to a backup is main's to say
        floor("backup", "base", "store", "sealing");
        // what users say in our name goes out of their mail
        floor("submission", "base", "smtp", "spool", "trace", "message", "account", "directory", "queue", "store", "authentication", "filter", "sending", "signing");
        // 5 doors: smtpd never sees imapd
        floor("smtpd", "base", "smtp", "sasl", "spool", "trace", "keyring", "directory", "login", "delivery", "submission", "net", "store");
        floor("milterd", "base", "milter", "smtp", "message", "spool", "trace", "authentication", "filter", "net");
        floor("imapd", "delivery", "events", "base", "imap", "sasl", "message", "account", "search", "keyring", "directory", "login", "spool", "net", "store");
        floor("popd", "base", "pop", "sasl", "account", "keyring", "directory", "login", "net", "store");
        // nothing of accounts is opened: scripts are under the server's key
        floor("sieved", "base", "managesieve", "sasl", "sieve", "rules", "account", "keyring", "directory", "login", "net", "store");
        floor("web", "invitations", "oauth", "authorization", "base", "autoconfig", "http", "http2", "refused", "filter", "account", "sealing", "masked", "lists", "keyring", "directory", "login", "net", "store");
        floor("oauthd", "oauth", "http", "login", "authorization");
        floor("jmapd", "smime", "base", "http", "jmap", "websocket", "message", "sasl", "smtp", "account", "search", "identities", "rules", "snooze", "queue", "submission", "trace", "directory", "login", "keyring", "spool", "store");
        floor("admin", "invitations", "base", "setup", "zone", "refused", "learning", "filter", "sieve", "rules", "masked", "lists", "signing", "dkim", "backup", "message", "store", "spool", "account", "archive", "moving", "keyring", "directory", "login", "trace", "queue", "sending", "receivers", "refusals", "smtp", "scrub");
        // 6 house: the file of settings and the words of the command line; what is above them stands at the end
        floor("main.config", "oauth", "authorization", "engines", "base", "filter", "learning", "signing", "authentication", "mtasts", "backup", "account", "keyring", "net", "smtp", "smtpd", "imapd", "popd", "sieved", "relay", "resolver", "reporting", "queue", "directory", "spool", "scrub", "sending");
        floor("main.command", "base", "signing", "reports", "archive", "moving", "backup", "keyring", "directory", "login", "net", "trace", "queue", "admin", "main.config");
    }

    static {
        // 4 work: authorities are asked by a library, and shown what they look for
        floor("certificates", "base", "store", "sealing", "dane", "resolver", "net");
        also("admin", "net", "certificates");
        also("main.config", "certificates");
        // whether a machine can be a mail server; the world is handed to it; lists of the filter know what an answer says
        floor("preflight", "base", "dns", "resolver", "filter");
        // what registries say of a domain, asked over HTTPS
        floor("rdap", "base", "https");
        also("preflight", "rdap");
        // what mail programs would find: asked as they ask
        floor("clients", "base", "dns", "autoconfig", "preflight", "resolver", "net");
        also("web", "clients");
        also("admin", "clients");
        also("main.command", "preflight");
        // the pages of set-up show what it is made of; codes are random
        also("setup", "sealing");
        also("web", "preflight", "setup", "zone", "certificates");
        // how the server is, from what others have found; it is told by main
        floor("doctor", "base", "preflight", "zone", "certificates", "setup");
        also("admin", "doctor", "preflight");
        also("web", "doctor");
        also("main.config", "doctor");
        // releases of this program: whose they are, how one follows another
        floor("upgrade", "base");
        also("main.command", "upgrade");
        also("main.config", "upgrade");
    }

    /** A package of ours in a class name, a descriptor or a signature. */
    private static final Pattern PACKAGE = Pattern.compile("(?<![\\w/$])L?sigillo/((?:[a-z][a-z0-9]*/)*)[A-Z]");

    private static final Pattern OTHER_LOGGERS = Pattern.compile("org/slf4j/|java/util/logging/Logger");

    // pictures that mail names, fetched for who reads it
    static {
        floor("pictures", "base", "account", "spool", "https");
        also("web", "pictures");
        // what steps of stories say, in the other language
        also("web", "refusals", "spam");
    }

    // providers of DNS, asked over HTTPS
    static {
        floor("providers", "base", "dns", "zone", "https");
        also("main.config", "providers", "http");
        also("web", "providers");
    }

    // what browsers encrypt by themselves, as far as a server has a part in it
    static {
        floor("vault", "base", "store", "sealing", "account");
        floor("wkd", "base");
        floor("correspondents", "base", "store", "sealing", "account", "directory", "openpgp", "wkd", "https");
        also("web", "vault", "wkd", "correspondents");
        also("main.config", "correspondents");
        // what happened to an account, sealed to its owner by the same seam as his mail
        floor("ledger", "base", "sealing", "store", "account");
        also("web", "ledger");
        also("main.command", "ledger");
        also("admin", "correspondents", "openpgp");
        also("main.command", "openpgp");
    }

    // mail that its owner carries away with his browser, or brings
    static {
        floor("takeout", "base", "account", "archive", "http", "keyring", "login", "directory", "spool");
    }

    // how OpenPGP stands in mail
    static {
        floor("pgpmime", "base", "message");
        // mail at level L2, encrypted before it is kept: what delivery asks for; and what browsers find it by, sealed
        // to them
        floor("wrapping", "base", "message", "openpgp", "pgpmime", "sealing", "store", "spool", "account", "keyring",
            "delivery");
        // at level L2 what takes the place of mail has to be encrypted
        also("jmapd", "pgpmime");
        also("web", "openpgp");
    }

    // messages that open by a link and a password, and nobody here can open
    static {
        floor("protectedmail", "base", "store", "account", "message", "spool", "http", "keyring", "login", "directory");
    }

    // passkeys, verified
    static {
        floor("webauthn", "base");
        also("login", "webauthn");
        also("web", "webauthn");
    }

    // lists, left by one click
    static {
        floor("unsubscribe", "base", "account", "message", "authres", "dkim", "https");
        also("jmapd", "unsubscribe", "https");
    }

    // push to devices; scripts of owners by JMAP
    static {
        floor("webpush");
        // what is pushed is the door's to say; the addresses are sealed, as secrets of others
        floor("pushing", "base", "webpush", "store", "sealing", "account", "https");
        also("jmapd", "webpush", "pushing", "rules", "sieve");
    }

    // the house, from what it stands on up to the words that start it
    static {
        floor("main.process", "base");
        floor("main.folder", "backup", "base", "keyring", "login", "net", "sealing", "main.command", "main.config");
        floor("main.practice", "account", "base", "directory", "imapd", "keyring", "login", "sasl", "sealing",
            "search", "spool", "store");
        floor("main.attendance", "admin", "base", "store");
        floor("main.cluster", "authentication", "backup", "base", "nodes", "queue", "sealing", "shred", "store",
            "store.rocksdb", "main.config", "main.folder");
        floor("main.backend", "base", "store", "store.cassandra", "store.memory", "store.rocksdb", "upgrade",
            "main.cluster", "main.command", "main.config", "main.folder");
        floor("main.kept", "account", "admin", "authentication", "backup", "base", "certificates", "correspondents",
            "delivery", "directory", "filter", "http", "https", "identities", "imapd", "invitations", "keyring",
            "learning", "ledger", "lists", "login", "masked", "net", "popd", "providers", "pushing", "queue",
            "receivers", "refused", "relay", "resolver", "rules", "sealing", "sending", "setup", "shred", "sieved",
            "signing", "smtp", "smtpd", "snooze", "spool", "store", "store.rocksdb", "trace", "vault", "web", "zone",
            "main.backend", "main.cluster", "main.config", "main.folder", "main.process");
        floor("main.signin", "account", "admin", "authorization", "autoconfig", "base", "directory", "http", "keyring",
            "ledger", "login", "nodes", "oauth", "oauthd", "sasl", "sealing", "sending", "store", "web",
            "main.cluster", "main.config", "main.folder", "main.kept");
        floor("main.offline", "account", "admin", "backup", "base", "correspondents", "directory", "filter",
            "identities", "invitations", "keyring", "learning", "lists", "masked", "protectedmail", "queue",
            "receivers", "refused", "rules", "scrub", "sending", "signing", "smtp", "snooze", "store", "trace",
            "upgrade", "vault", "main.attendance", "main.cluster", "main.command", "main.config", "main.folder",
            "main.kept", "main.signin");
        floor("main.upgrade", "account", "admin", "base", "directory", "doctor", "https", "net", "preflight",
            "resolver", "store", "upgrade", "main.command", "main.config", "main.folder", "main.kept", "main.process");
        floor("main.upkeep", "account", "admin", "backup", "base", "certificates", "correspondents", "directory",
            "dns", "doctor", "filter", "keyring", "ledger", "lists", "login", "policy", "protectedmail", "queue",
            "receivers", "refused", "reporting", "rules", "scrub", "sending", "setup", "signing", "store", "vault",
            "main.folder", "main.kept", "main.upgrade");
        floor("main.mail", "account", "arc", "authentication", "authres", "base", "correspondents", "delivery",
            "directory", "dkim", "dns", "doctor", "engines", "filter", "https", "keyring", "lists", "message", "net",
            "policy", "protectedmail", "quarantine", "queue", "receivers", "relay", "reporting", "resolver", "sealing",
            "sending", "setup", "signing", "smime", "smtp", "smtpd", "spool", "srs", "store", "trace", "wrapping",
            "zone", "main.config", "main.folder", "main.kept", "main.upkeep");
        floor("main.names", "autoconfig", "base", "certificates", "clients", "directory", "dns", "https", "net",
            "preflight", "reporting", "resolver", "setup", "signing", "store", "wkd", "zone", "main.config",
            "main.kept", "main.mail");
        floor("main.setup", "account", "admin", "base", "certificates", "directory", "dns", "http", "https", "login",
            "net", "preflight", "providers", "rdap", "resolver", "sealing", "setup", "web", "zone", "main.command",
            "main.config", "main.folder", "main.kept", "main.names", "main.offline");
        floor("main.doctor", "account", "admin", "base", "certificates", "directory", "dns", "doctor", "https",
            "message", "preflight", "pushing", "queue", "signing", "smtp", "trace", "web", "zone", "main.config",
            "main.process", "main.setup");
        floor("main.server", "account", "admin", "archive", "authentication", "autoconfig", "backup", "base",
            "certificates", "correspondents", "delivery", "directory", "dns", "doctor", "engines", "events", "filter",
            "http", "https", "identities", "imapd", "invitations", "jmapd", "keyring", "learning", "ledger", "lists", "login",
            "masked", "message", "milterd", "mtasts", "net", "nodes", "pictures", "popd", "preflight", "protectedmail",
            "pushing", "quarantine", "queue", "receivers", "refused", "reporting", "resolver", "rules", "scrub",
            "sealing", "search", "sending", "setup", "shred", "sieved", "signing", "smime", "smtp", "smtpd", "snooze",
            "spool", "store", "submission", "takeout", "trace", "unsubscribe", "upgrade", "vault", "web", "wrapping",
            "zone", "main.attendance", "main.backend", "main.cluster", "main.config", "main.doctor", "main.folder",
            "main.kept", "main.mail", "main.names", "main.practice", "main.setup", "main.signin", "main.upgrade",
            "main.upkeep");
        floor("main.demo", "account", "admin", "base", "correspondents", "directory", "keyring", "login", "message",
            "openpgp", "queue", "smtp", "main.command", "main.config", "main.folder", "main.kept", "main.mail",
            "main.practice", "main.process", "main.server");
        floor("main.trial", "admin", "base", "keyring", "login", "sealing", "upgrade", "main.command", "main.config",
            "main.kept", "main.mail", "main.process", "main.server", "main.upgrade");
        floor("main", "admin", "archive", "base", "directory", "keyring", "login", "net", "preflight", "queue",
            "setup", "store", "upgrade", "main.backend", "main.command", "main.config", "main.demo", "main.folder",
            "main.kept", "main.mail", "main.offline", "main.process", "main.server", "main.setup", "main.trial",
            "main.upgrade");
    }

    @Test void nothingReachesUpOrSideways() throws IOException {
        var broken = new TreeSet<String>();
        for (var model : classes()) {
            var here = packageOf(model.thisClass().asInternalName());
            for (var there : packagesIn(model)) {
                if (!there.equals(here) && !MAY_USE.getOrDefault(here, List.of()).contains(there)) broken.add(here + " uses " + there);
            }
        }
        assertEquals(new TreeSet<>(), broken);
    }

    @Test void everyPackageHasItsFloor() throws IOException {
        var strangers = new TreeSet<String>();
        for (var model : classes()) strangers.add(packageOf(model.thisClass().asInternalName()));
        assertTrue(strangers.contains("base"), "the classes were found");
        strangers.removeAll(MAY_USE.keySet());
        assertEquals(new TreeSet<>(), strangers);
    }

    /**
     * By {@link System.Logger}, which {@code main.process} alone ties to something, and in sentences that are put together: in a
     * pattern an apostrophe would hide what follows ("the queue's loop broke: {0}").
     */
    @Test void everybodyLogsAlike() throws IOException {
        var others = new TreeSet<String>();
        for (var model : classes()) {
            var here = model.thisClass().asInternalName();
            for (var entry : model.constantPool()) {
                boolean isOther = entry instanceof ClassEntry used && OTHER_LOGGERS.matcher(used.asInternalName()).lookingAt();
                if (isOther && !packageOf(here).equals("main.process")) others.add(here + " does not log by System.Logger");
                boolean isPattern = entry instanceof StringEntry text && text.stringValue().contains("{0}");
                if (isPattern) others.add(here + " logs by a pattern");
            }
        }
        assertEquals(new TreeSet<>(), others);
    }

    /**
     * BouncyCastle's streams for OpenPGP give octets before they are verified: one package has them in hand, and verifies.
     * Descriptors are names of classes too.
     */
    @Test void onlyOnePackageHasOpenPgpInHand() throws IOException {
        var others = new TreeSet<String>();
        boolean isFound = false;
        for (var model : classes()) {
            var here = packageOf(model.thisClass().asInternalName());
            for (var entry : model.constantPool()) {
                if (!(entry instanceof Utf8Entry utf8) || !RAW_OPENPGP.matcher(utf8.stringValue()).find()) continue;
                if (here.equals("openpgp")) isFound = true;
                else others.add(model.thisClass().asInternalName());
            }
        }
        assertEquals(new TreeSet<>(), others);
        assertTrue(isFound, "its classes were found");
    }

    private static final Pattern RAW_OPENPGP = Pattern.compile("org[./]bouncycastle[./](openpgp|bcpg|gpg)\\b");

    /** A string that looks like a name is not one; a type that occurs only in a descriptor or a type argument is. */
    @Test void theWholeClassFileIsRead() throws IOException {
        var seen = packagesIn(ClassFile.of().parse(Path.of("target/test-classes/sigillo/FloorsTest$Sample.class")));
        assertEquals(Set.of("smtp", "store"), new TreeSet<>(seen));
    }

    /** Uses types in a type argument and in a descriptor only, and names one in a string. */
    @SuppressWarnings("unused")
    abstract static class Sample {
        static final String NOT_A_TYPE = "sigillo/imapd/Imap";
        List<? extends sigillo.smtp.Envelope> inSignature;

        abstract sigillo.store.Head inDescriptor();
    }

    /** All the constants but those of string literals: names, descriptors and signatures are among them. */
    private static Set<String> packagesIn(ClassModel model) {
        var literals = new HashSet<Integer>();
        for (var entry : model.constantPool()) {
            if (entry instanceof StringEntry literal) literals.add(literal.utf8().index());
        }
        var found = new HashSet<String>();
        for (var entry : model.constantPool()) {
            if (!(entry instanceof Utf8Entry utf8) || literals.contains(utf8.index())) continue;
            PACKAGE.matcher(utf8.stringValue()).results().forEach(match -> found.add(dotted(match.group(1))));
        }
        found.remove("");
        return found;
    }

    private static List<ClassModel> classes() throws IOException {
        try (var files = Files.walk(Path.of("target/classes"))) {
            return files.filter(file -> file.toString().endsWith(".class")).map(FloorsTest::parse).toList();
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String packageOf(String internalName) {
        return dotted(internalName.substring("sigillo/".length(), internalName.lastIndexOf('/') + 1));
    }

    private static String dotted(String path) { return path.isEmpty() ? "" : path.substring(0, path.length() - 1).replace('/', '.'); }

    /** What one that was named may use beside that. */
    private static void also(String name, String... more) {
        var all = new java.util.ArrayList<>(MAY_USE.get(name));
        all.addAll(List.of(more));
        MAY_USE.put(name, List.copyOf(all));
    }

    /** Names a package, which may use only packages that were named before it: so nothing goes in circles. */
    private static void floor(String name, String... mayUse) {
        for (var lower : mayUse) {
            if (!MAY_USE.containsKey(lower)) throw new IllegalArgumentException(name + " is not above " + lower);
        }
        MAY_USE.put(name, List.of(mayUse));
    }
}
