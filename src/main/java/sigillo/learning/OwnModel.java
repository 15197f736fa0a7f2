package sigillo.learning;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.EmailId;
import sigillo.account.Notes;
import sigillo.base.Complaints;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.spam.Classifier;
import sigillo.store.Damaged;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What was learnt of the mail of one account, in notes of it: gone with it, in its backups, written by whichever server.
 * The classifier is the sum of its pieces: each lesson adds one, so that two servers may learn at once; when there are
 * many, they become one. Pieces are sealed under a key of the server, since mail is judged while its owner is away.
 *
 * <pre>
 * 0             how many pieces there are, what was learnt today
 * from 1        pieces
 * 2^40 + email  as what that message was learnt
 * </pre>
 */
final class OwnModel {
    static final String SUBJECT = "what was learnt of junk";
    private static final String WORDS = "sgl1/learnt-words";
    private static final String PLACE = "learnt/";
    private static final int VERSION = 1;
    private static final long HEAD = 0;
    private static final long MARKS = 1L << 40;

    /** {@code KEPT}: nobody said so, but it stayed. Their order is in rows. */
    enum As { JUNK, WANTED, KEPT }

    /** {@code generation}: rises whenever anything changes. {@code learntOfDay}: of {@code day}, as of the epoch. */
    record Head(long generation, long firstPiece, long nextPiece, long day, int learntOfDay) {
        static final Head NONE = new Head(0, 1, 1, 0, 0);

        byte[] encode() {
            return new RowOut(VERSION).number(generation).number(firstPiece).number(nextPiece).number(day).number(learntOfDay).done();
        }

        /** Of a row that is none: nothing was learnt. */
        static Head decode(byte[] row) {
            try {
                var in = new RowIn(row, VERSION);
                var head = new Head(in.number(), in.number(), in.number(), in.number(), in.integer());
                boolean isSound = head.firstPiece >= 1 && head.nextPiece >= head.firstPiece && head.nextPiece < MARKS
                    && head.nextPiece - head.firstPiece <= LearningLimits.PIECES_MAX;
                return isSound ? head : NONE;
            } catch (Damaged broken) {
                return NONE;
            }
        }

        int learnt(long today) { return day == today ? learntOfDay : 0; }
    }

    private final Notes notes;
    private final String account;
    private final Secret key;
    private final Randomness randomness;
    private final Complaints complaints;
    private final long words;

    /** {@code complaints}: hears of pieces that are damaged. */
    OwnModel(Account account, Secret key, Randomness randomness, Complaints complaints) {
        this.notes = account.notes(SUBJECT);
        this.account = account.id().text();
        this.key = key;
        this.randomness = randomness;
        this.complaints = complaints;
        this.words = words(key);
    }

    /** The same for all accounts, so that what they have learnt can be compared. */
    static long words(Secret key) { return ByteBuffer.wrap(SealedRow.tag(key, WORDS, "")).getLong(); }

    Head head() { return head(notes.get(HEAD)); }

    private static Head head(Optional<byte[]> row) { return row.map(Head::decode).orElse(Head.NONE); }

    Classifier read(Head head) { return sum(head, notes::get); }

    private interface Get {
        Optional<byte[]> get(long number);
    }

    private Classifier sum(Head head, Get rows) {
        var sum = new Classifier(Classifier.OWN, words);
        for (long number = head.firstPiece; number < head.nextPiece; number++) {
            long piece = number;
            boolean isAdded = rows.get(number).flatMap(row -> opened(piece, row)).filter(sum::add).isPresent();
            if (!isAdded) complaints.add("a piece of what was learnt in account " + account + " is left out", new Damaged("it is not as this server wrote it", null));
        }
        return sum;
    }

    private Optional<byte[]> opened(long number, byte[] row) {
        try {
            return Optional.of(SealedRow.open(key, place(number), row));
        } catch (SealBroken broken) {
            return Optional.empty();
        }
    }

    private byte[] place(long number) { return (PLACE + account + "/" + number).getBytes(StandardCharsets.UTF_8); }

    Optional<As> mark(EmailId email) {
        return notes.get(MARKS + email.value()).filter(row -> row.length == 1 && row[0] >= 0 && row[0] < As.values().length)
            .map(row -> As.values()[row[0]]);
    }

    /**
     * Keeps what {@code after} has learnt since {@code before}, and as what; in one commit. {@code said}: how many messages of the day's.
     */
    void keep(Classifier before, Classifier after, Map<EmailId, As> learnt, int said, Instant now) {
        var piece = after.encodeSince(before);
        long today = day(now);
        boolean isFolded = notes.change(rows -> {
            var head = head(rows.get(HEAD));
            long number = head.nextPiece;
            rows.put(number, SealedRow.seal(key, place(number), piece, randomness));
            learnt.forEach((email, as) -> rows.put(MARKS + email.value(), new byte[] {(byte) as.ordinal()}));
            long generation = Math.max(head.generation + 1, now.toEpochMilli());
            var next = new Head(generation, head.firstPiece, number + 1, today, head.learnt(today) + said);
            boolean isFull = next.nextPiece - next.firstPiece >= LearningLimits.PIECES_MAX;
            rows.put(HEAD, (isFull ? folded(rows, next) : next).encode());
            return isFull;
        });
        if (isFolded) forgetOldMarks();
    }

    static long day(Instant now) { return Math.floorDiv(now.getEpochSecond(), 24 * 3_600L); }

    private Head folded(Notes.Rows rows, Head head) {
        var whole = sum(head, rows::get).encode();
        for (long number = head.firstPiece; number < head.nextPiece; number++) rows.delete(number);
        rows.put(head.nextPiece, SealedRow.seal(key, place(head.nextPiece), whole, randomness));
        return new Head(head.generation, head.nextPiece, head.nextPiece + 1, head.day, head.learntOfDay);
    }

    /** The oldest first: ids of Emails rise. */
    private void forgetOldMarks() {
        var numbers = new ArrayList<Long>();
        notes.each(MARKS, (number, _) -> numbers.add(number));
        int surplus = numbers.size() - LearningLimits.MARKS_MAX;
        if (surplus <= 0) return;
        List<Long> old = numbers.subList(0, surplus);
        notes.change(rows -> {
            old.forEach(rows::delete);
            return surplus;
        });
    }

    void forget() { notes.forget(); }

    /** Messages that were learnt as junk, the oldest first. */
    List<EmailId> junk() {
        var all = new ArrayList<EmailId>();
        notes.each(MARKS, (number, row) -> {
            if (row.length == 1 && row[0] == As.JUNK.ordinal()) all.add(new EmailId(number - MARKS));
            return true;
        });
        return all;
    }

    /** How many were learnt as what: for who asks. */
    Map<As, Long> marks() {
        var counts = new HashMap<As, Long>();
        notes.each(MARKS, (number, _) -> {
            mark(new EmailId(number - MARKS)).ifPresent(as -> counts.merge(as, 1L, Long::sum));
            return true;
        });
        return counts;
    }
}
