package sigillo.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether an exported ledger is whole: each entry has the hash that follows from the one before, and nothing is missing
 * between.
 */
public final class LedgerCheck {
    private LedgerCheck() {}

    public sealed interface Result {
        /**
         * {@code closed}: entries whose text could not be opened when it was exported; their hashes are taken as they
         * stand.
         */
        record Whole(LedgerHead head, long closed) implements Result {}

        /** {@code line}: from 1. {@code why}: a sentence for people. */
        record Broken(long line, String why) implements Result {}
    }

    /** Reads to the end, or to the first fault; one line in memory. */
    public static Result of(BufferedReader in) throws IOException {
        var first = line(in);
        var head = first == null ? Optional.<LedgerHead>empty() : LedgerHead.parse(first);
        if (head.isEmpty()) return new Result.Broken(1, "this is not how a ledger begins");
        var before = head.get().before();
        long closed = 0;
        for (long number = head.get().first(); number < head.get().next(); number++) {
            long at = number - head.get().first() + 2;
            var text = line(in);
            if (text == null) return new Result.Broken(at, "it ends before entry " + number);
            var read = LedgerLine.parse(text);
            if (read.isEmpty()) return new Result.Broken(at, "this is no entry");
            if (read.get().number() != number) return new Result.Broken(at, "entry " + read.get().number()
                + " stands in the place of entry " + number);
            boolean isClosed = read.get().text().isEmpty();
            if (!isClosed && !LedgerLine.hash(before, read.get().text().get()).equals(read.get().hash()))
                return new Result.Broken(at, "entry " + number + " was changed, or what is before it");
            if (isClosed) closed++;
            before = read.get().hash();
        }
        if (!before.equals(head.get().last())) return new Result.Broken(1,
            "its last entry is not the one that its first line names");
        return line(in) == null ? new Result.Whole(head.get(), closed)
            : new Result.Broken(head.get().count() + 2, "more follows than its first line says");
    }

    /** Null at the end. */
    private static String line(BufferedReader in) throws IOException {
        var line = new StringBuilder();
        for (int c; (c = in.read()) >= 0; ) {
            if (c == '\n') return line.toString();
            if (line.length() >= LedgerLimits.LINE_OCTETS_MAX) throw new IOException("a line is longer than those of a ledger");
            if (c != '\r') line.append((char) c);
        }
        return line.isEmpty() ? null : line.toString();
    }
}
