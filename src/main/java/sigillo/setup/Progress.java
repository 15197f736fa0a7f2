package sigillo.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;

/**
 * How far the set-up of this server has come, and who may go on with it: in files of a folder of their own, so that a stop
 * or a closed browser loses no step. Until there is an account, who has the code may; then who signs in to that account,
 * and the code is gone. Any thread; one process at a time, but for {@link #freshCode}.
 */
public final class Progress {
    /** So long a code is good. Whoever sets up a server has just started it. */
    public static final Duration CODE_LASTS = Duration.ofHours(1);
    /** So long a browser that has shown the code goes on without it: a day's work. */
    static final Duration SESSION_LASTS = Duration.ofHours(12);
    private static final int SECRET_OCTETS = 32;
    private static final int FILE_OCTETS_MAX = 10_000;

    /** What comes next. */
    public enum Stage { CHECK, NAMES, CERTIFICATE, ACCOUNT, RECORDS, WATCH, DONE }

    /** What became of a code that was typed. */
    public enum Shown { RIGHT, WRONG, SPENT }

    private final Path folder;
    private final InstantSource clock;
    private final Randomness randomness;
    private Map<String, String> said;

    private Progress(Path folder, InstantSource clock, Randomness randomness, Map<String, String> said) {
        this.folder = folder;
        this.clock = clock;
        this.randomness = randomness;
        this.said = said;
    }

    /** Makes the folder when it is not there. Throws {@link IOException}. */
    public static Progress open(Path folder, InstantSource clock, Randomness randomness) throws IOException {
        DurableFile.folder(folder);
        return new Progress(folder, clock, randomness, read(folder.resolve("state")));
    }

    /** Whether a set-up has begun there, ended or not. */
    public static boolean isBegun(Path folder) { return Files.exists(folder.resolve("state")); }

    // ---- how far it is ----

    public synchronized Stage stage() {
        var name = said.getOrDefault("stage", Stage.CHECK.name());
        for (var stage : Stage.values()) if (stage.name().equals(name)) return stage;
        return Stage.CHECK;
    }

    public synchronized Optional<Domain> domain() { return Optional.ofNullable(said.get("domain")).flatMap(Domain::parse); }

    public synchronized Optional<Domain> host() { return Optional.ofNullable(said.get("host")).flatMap(Domain::parse); }

    /** Whose account is the first: written down before it is made. */
    public synchronized Optional<Address> owner() { return Optional.ofNullable(said.get("owner")).flatMap(Address::parse); }

    /** Of the passkey that was chosen for the first account. */
    public HandOver handOver() { return new HandOver(folder, clock, randomness); }

    /** Durable when it returns. Throws {@link UncheckedIOException}. */
    public synchronized void at(Stage stage) { say("stage", stage.name()); }

    /** The configuration says all that a server needs, and one is about to begin. */
    public synchronized void settled() { say("stage", Stage.ACCOUNT.name(), "store", ""); }

    /** The server did not come to its doors: its store is there, with nothing in it. */
    public synchronized void goBack() { say("stage", Stage.CERTIFICATE.name(), "store", "empty"); }

    public synchronized boolean isBack() { return "empty".equals(said.get("store")); }

    public synchronized void names(Domain domain, Domain host) {
        say("domain", domain.name(), "host", host.name(), "stage", Stage.CERTIFICATE.name());
    }

    public synchronized void owner(Address address) { say("owner", address.toString()); }

    /** The account is there: from here on its owner signs in, and the code opens nothing. */
    public synchronized void hasAccount() {
        say("stage", Stage.RECORDS.name(), "session", "", "until", "");
        delete("code");
    }

    /** Nothing of it is reachable any more. */
    public synchronized void end() {
        say("stage", Stage.DONE.name(), "session", "", "until", "");
        delete("code");
    }

    private void say(String... pairs) {
        var next = new HashMap<>(said);
        for (int i = 0; i < pairs.length; i += 2) next.put(pairs[i], pairs[i + 1]);
        var lines = new StringBuilder();
        next.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
        write("state", lines.toString());
        said = next;
    }

    // ---- the code ----

    /** The one before is void. Also while another process serves the pages. */
    public synchronized SetupCode freshCode() {
        var code = SetupCode.random(randomness);
        write("code", code.shown() + "\n" + clock.instant().plus(CODE_LASTS) + "\n");
        return code;
    }

    public Path codeFile() { return folder.resolve("code"); }

    /** The code that is typed at the pages. However many were wrong, the right one is right until its hour is over (decision 0059). */
    public synchronized Shown show(String typed) {
        var kept = code();
        if (kept.isEmpty()) return Shown.SPENT;
        boolean isRight = SetupCode.parse(typed).filter(code -> code.isSame(kept.get())).isPresent();
        return isRight ? Shown.RIGHT : Shown.WRONG;
    }

    /** Good now. */
    private Optional<SetupCode> code() {
        var lines = lines(codeFile());
        if (lines.size() != 2) return Optional.empty();
        return SetupCode.parse(lines.getFirst()).filter(_ -> isBefore(lines.getLast()));
    }

    private boolean isBefore(String until) {
        try {
            return clock.instant().isBefore(Instant.parse(until));
        } catch (DateTimeParseException damaged) {
            return false;
        }
    }

    // ---- who goes on ----

    /** For the browser that has shown the code, once: the one before it is out. */
    public synchronized String begin() {
        var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.octets(SECRET_OCTETS));
        say("session", hash(secret), "until", clock.instant().plus(SESSION_LASTS).toString());
        return secret;
    }

    /** What a browser shows; of the kept hash nobody makes it. */
    public synchronized boolean isIn(String secret) {
        return hash(secret).equals(said.get("session")) && isBefore(said.getOrDefault("until", ""));
    }

    private static String hash(String secret) { return HexFormat.of().formatHex(Sha256.of(secret.getBytes(StandardCharsets.UTF_8))); }

    // ---- files ----

    private static Map<String, String> read(Path file) {
        var all = new HashMap<String, String>();
        for (var line : lines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0) all.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return all;
    }

    private static List<String> lines(Path file) {
        try {
            if (Files.size(file) > FILE_OCTETS_MAX) return List.of();
            return new ArrayList<>(Files.readAllLines(file));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void write(String name, String text) {
        try {
            DurableFile.write(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
