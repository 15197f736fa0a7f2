package sigillo.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import sigillo.peers.ImapProbe;

/** A mailbox as the server shows it: what it says of it in numbers, and each message. */
record Shown(String place, long uidValidity, long uidNext, long modSeq, long messages, long unseen, long size,
    List<Row> rows) {
    private static final String ITEMS =
        "UID FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)] BODY.PEEK[TEXT])";
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");

    /** {@code text} is empty of a message that the load sent, whose sum is enough. */
    record Row(long uid, String id, Set<String> flags, long size, String sum, String text) {}

    static Shown look(ImapProbe imap, String account, String mailbox) throws IOException {
        var selected = String.join("\n", imap.command("SELECT " + mailbox).lines());
        var rows = new ArrayList<Row>();
        for (var response : imap.command(ITEMS).untagged()) {
            if (response.literals().size() == 2) rows.add(row(response));
        }
        var status = String.join("\n",
            imap.command("STATUS " + mailbox + " (MESSAGES UNSEEN SIZE UIDNEXT HIGHESTMODSEQ)").lines());
        return new Shown(account + "/" + mailbox, number("UIDVALIDITY", selected), number("UIDNEXT", status),
            number("HIGHESTMODSEQ", status),
            number("MESSAGES", status), number("UNSEEN", status), number("SIZE", status), rows);
    }

    private static Row row(ImapProbe.Response response) {
        var flags = FLAGS.matcher(response.line());
        if (!flags.find()) throw new AssertionError("no FLAGS in " + response.line());
        var all = new TreeSet<>(List.of(flags.group(1).split(" ")));
        all.removeAll(List.of("", "\\Deleted", "\\Recent"));
        var id = Mail.id(response.literals().getFirst());
        var text = response.literals().getLast();
        boolean isOurs = id.endsWith("@client.test>");
        return new Row(number("UID", response.line()), id, all, number("RFC822.SIZE", response.line()), Mail.sum(text),
            isOurs ? "" : new String(text, java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    private static long number(String name, String text) {
        var found = Pattern.compile("\\b" + Pattern.quote(name) + " (\\d+)").matcher(text);
        if (!found.find()) throw new AssertionError("no " + name + " in " + text);
        return Long.parseLong(found.group(1));
    }
}
