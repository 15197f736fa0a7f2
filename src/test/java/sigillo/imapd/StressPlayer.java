package sigillo.imapd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import sigillo.peers.Program;

/**
 * A client that does anything at random, and compares all that it hears with what it knows: numbers, UIDs, flags that nobody
 * else sets. Its own keyword is on the messages that it has marked; each client has one, so that what it knows of it is true.
 */
final class StressPlayer {
    private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\((.*)\\)");
    private static final List<String> MAILBOXES = List.of("INBOX", "Other", "Archive");
    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Answered", "\\Deleted", "\\Deleted");

    private final House house;
    private final Random random;
    private final String own;
    private final String name;
    private final int pause;
    private Talk talk;
    private String mailbox;
    private final List<Long> uids = new ArrayList<>(); // by number; 0 where not told
    private final Map<String, Map<Long, String>> emails = new HashMap<>(); // by mailbox and UID: which Email it is, for ever
    private final Map<String, Boolean> marked = new HashMap<>(); // by Email: whether it has our keyword
    private final Map<String, Integer> contents = new HashMap<>(); // by Email: of what never changes
    private String changing = ""; // the Email of which our keyword is being changed: it may be told either way
    private final Map<String, Long> uidNext = new HashMap<>();
    private final Set<Long> gone = new HashSet<>(); // of this mailbox, in this session
    private int tags;
    private long commands;

    /** {@code pause}: between two commands, on average, in milliseconds: so that a minute costs little. */
    StressPlayer(House house, int number, long seed, int pause) {
        this.pause = pause;
        this.house = house;
        this.random = new Random(seed * 1_000 + number);
        this.own = "own" + number;
        this.name = "client " + number + " of seed " + seed;
    }

    /** How many commands it said. */
    long playUntil(long nanos) {
        while (System.nanoTime() < nanos) {
            connect();
            for (int turns = 20 + random.nextInt(100); turns > 0 && System.nanoTime() < nanos; turns--) {
                if (pause > 0) Program.pause(random.nextInt(2 * pause + 1));
                act();
            }
            if (random.nextInt(3) > 0) ask("LOGOUT");
            talk.close(); // else it is cut off without a word
        }
        return commands;
    }

    private void connect() {
        talk = new Talk(house);
        talk.line();
        ask("LOGIN anna pw");
        select();
    }

    private void select() {
        mailbox = MAILBOXES.get(random.nextInt(MAILBOXES.size()));
        uids.clear();
        gone.clear();
        ask((random.nextInt(10) == 0 ? "EXAMINE " : "SELECT ") + mailbox);
        fetchAll();
    }

    private void fetchAll() {
        ask("UID FETCH 1:* (EMAILID FLAGS)");
    }

    private void act() {
        int number = uids.isEmpty() ? 0 : 1 + random.nextInt(uids.size());
        switch (number == 0 ? 12 + random.nextInt(4) : random.nextInt(20)) {
            case 0, 1 -> mark(number);
            case 2, 3 -> ask("STORE " + number + " " + sign() + "FLAGS (" + FLAGS.get(random.nextInt(FLAGS.size())) + ")");
            case 4 -> ask("UID STORE " + range() + " " + sign() + "FLAGS.SILENT (" + FLAGS.get(random.nextInt(3)) + ")");
            case 5 -> ask("EXPUNGE");
            case 6 -> ask("COPY " + number + " " + MAILBOXES.get(random.nextInt(MAILBOXES.size())));
            case 7 -> ask("MOVE " + number + " " + MAILBOXES.get(random.nextInt(MAILBOXES.size())));
            case 8 -> ask("FETCH " + number + " (UID FLAGS RFC822.SIZE ENVELOPE BODY.PEEK[])");
            case 9 -> search();
            case 10 -> ask("UID SEARCH RETURN (ALL COUNT) DELETED");
            case 11 -> ask("STATUS " + MAILBOXES.get(random.nextInt(MAILBOXES.size())) + " (MESSAGES UIDNEXT UNSEEN RECENT)");
            case 12, 13, 14 -> append();
            case 15 -> idle();
            case 16 -> select();
            case 17 -> fetchAll();
            default -> ask("NOOP");
        }
    }

    private String sign() { return random.nextBoolean() ? "+" : "-"; }

    private String range() {
        long first = 1 + random.nextInt(50);
        return first + ":" + (first + random.nextInt(20));
    }

    /** Its keyword is nobody else's: what it was told of it stays true. */
    private void mark(int number) {
        var email = here().get(uids.get(number - 1));
        if (email == null) return;
        var sign = sign();
        changing = email;
        var said = ask("STORE " + number + " " + sign + "FLAGS (" + own + ")");
        changing = "";
        boolean isDone = said.lines().anyMatch(line -> line.startsWith("t" + tags + " OK")) && !said.contains("EXPUNGEISSUED");
        if (isDone) marked.put(email, sign.equals("+"));
    }

    private Map<Long, String> here() { return emails.computeIfAbsent(mailbox, _ -> new HashMap<>()); }

    private void append() {
        var text = "Subject: " + name + " " + commands + "\r\n\r\n" + "x".repeat(random.nextInt(3_000)) + "\r\n";
        var said = ask("APPEND " + MAILBOXES.get(random.nextInt(MAILBOXES.size())) + " (\\Seen) {" + text.length() + "+}\r\n" + text);
        check(said.contains("OK [APPENDUID "), said);
    }

    private void idle() {
        talk.send("t" + ++tags + " IDLE\r\n");
        commands++;
        while (true) {
            var line = talk.line();
            if (line.startsWith("+ ")) break;
            hear(line, true);
        }
        talk.send("DONE\r\n");
        for (var line = talk.response(); !line.startsWith("t" + tags + " "); line = talk.response()) hear(line, true);
    }

    /** What is found exists, and each number once. */
    private void search() {
        var said = ask("SEARCH NOT DELETED");
        var line = said.lines().filter(l -> l.startsWith("* SEARCH")).findFirst().orElseThrow();
        var seen = new TreeSet<Integer>();
        for (var word : line.substring(8).trim().split(" ")) {
            if (word.isEmpty()) continue;
            int number = Integer.parseInt(word);
            check(seen.add(number) && number >= 1 && number <= uids.size(), line + " of " + uids.size());
        }
    }

    /** All that is said, in lines. */
    private String ask(String command) {
        commands++;
        var tag = "t" + ++tags;
        talk.send(tag + " " + command + "\r\n");
        boolean mayRemove = command.startsWith("UID") || !command.matches("(?s)(FETCH|STORE|SEARCH).*");
        if (command.matches("(SELECT|EXAMINE).*")) uids.clear();
        var all = new StringBuilder();
        while (true) {
            var response = talk.response();
            all.append(response).append('\n');
            if (response.startsWith(tag + " ")) {
                check(!response.startsWith(tag + " BAD") && !response.contains("[SERVERBUG]") && !response.contains("[UNAVAILABLE]"),
                    command + " -> " + response);
                return all.toString();
            }
            hear(response, mayRemove);
        }
    }

    private void hear(String line, boolean mayRemove) {
        if (line.matches("\\* \\d+ EXPUNGE")) {
            check(mayRemove, line + " while numbers must stay");
            check(number(line) >= 1 && number(line) <= uids.size(), line + " of " + uids.size());
            long uid = uids.remove(number(line) - 1);
            if (uid > 0) check(gone.add(uid), line + ": UID " + uid + " goes twice");
        } else if (line.matches("\\* \\d+ EXISTS")) {
            check(number(line) >= uids.size(), line + " of " + uids.size());
            while (uids.size() < number(line)) uids.add(0L);
        } else if (line.matches("\\* \\d+ RECENT")) {
            check(number(line) <= uids.size(), line + " of " + uids.size());
        } else if (line.startsWith("* STATUS ")) {
            status(line);
        } else {
            var m = FETCH.matcher(line.replaceAll("(?s)\r\n.*", ")"));
            if (m.matches()) fetched(Integer.parseInt(m.group(1)), line);
        }
    }

    /** UIDNEXT never goes back. */
    private void status(String line) {
        var m = Pattern.compile("\\* STATUS \"(\\w+)\" .*UIDNEXT (\\d+).*").matcher(line);
        check(m.matches(), line);
        long next = Long.parseLong(m.group(2));
        check(next >= uidNext.getOrDefault(m.group(1), 0L), line + " after " + uidNext);
        uidNext.put(m.group(1), next);
    }

    private void fetched(int number, String line) {
        check(number >= 1 && number <= uids.size(), line + " of " + uids.size());
        var uid = found(line, "UID (\\d+)").map(Long::parseLong);
        if (uid.isPresent()) {
            long known = uids.get(number - 1);
            check(known == 0 || known == uid.get(), line + " but it has UID " + known);
            check(!gone.contains(uid.get()), line + ": it has gone");
            check(number == 1 || uids.get(number - 2) < uid.get(), line + ": UIDs ascend");
            uids.set(number - 1, uid.get());
        }
        long here = uids.get(number - 1);
        if (here == 0) return;
        found(line, "EMAILID \\(([^)]*)\\)").ifPresent(email -> {
            var before = here().putIfAbsent(here, email);
            check(before == null || before.equals(email), line + ": UID " + here + " was " + before);
        });
        var flags = found(line, "FLAGS \\(([^)]*)\\)").map(text -> Set.of(text.isEmpty() ? new String[0] : text.split(" ")));
        var email = here().get(here);
        if (email != null && line.contains(" BODY[] ")) read(email, line);
        var ours = marked.get(email);
        if (flags.isEmpty() || ours == null || changing.equals(email)) return;
        check(flags.get().contains(own) == ours, line + ": nobody else changes " + own + ", which was " + ours);
    }

    /** RFC 9051 section 6.4.5: size, envelope and text are the same as ever, in all mailboxes; the size is the one that comes. */
    private void read(String email, String line) {
        var unchanging = line.substring(line.indexOf("RFC822.SIZE "));
        var before = contents.putIfAbsent(email, unchanging.hashCode());
        check(before == null || before == unchanging.hashCode(), line + ": this is not what " + email + " was");
        check(unchanging.contains("BODY[] {" + found(line, "RFC822.SIZE (\\d+)").orElseThrow() + "}"), line + ": another size");
    }

    private static Optional<String> found(String line, String pattern) {
        var m = Pattern.compile(pattern).matcher(line);
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }

    private static int number(String line) { return Integer.parseInt(line.split(" ")[1]); }

    private void check(boolean holds, String what) {
        if (!holds) throw new AssertionError(name + ", in " + mailbox + ": " + what);
    }
}
