package sigillo.message;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one needs of a message to find it: its fields, the names of its attachments, the beginning of its text, each
 * cut at a bound. Of alternatives one is taken, HTML is text without its tags; of what is encrypted there are the
 * fields that stand outside. Read by the webmail ({@code web/src/openpgp/client-text.ts}):
 *
 * <pre>
 * version 1 | flags 1 (1: it has an attachment) | date 8, milliseconds since 1970, the least number where there is none
 * then six texts, each with its length in octets before it (2), in UTF-8: subject, from, to, cc, names of files, text
 * </pre>
 */
public final class TextSummary {
    private static final byte VERSION = 1;
    /** Each in characters of UTF-16. A page and a half; what stands further behind is found by who opens it. */
    public static final int TEXT_MAX = 2_000;
    static final int SUBJECT_MAX = 500;
    /** From, To and Cc each; some forty people. */
    static final int PEOPLE_MAX = 1_000;
    static final int NAMES_MAX = 1_000;
    /** Of a part, behind its transfer encoding: pages of HTML begin with many octets that show nothing. */
    private static final TextLimits LIMITS = new TextLimits(128 << 10, TEXT_MAX);
    private static final int PEOPLE_COUNT_MAX = 100;
    private static final int HAS_ATTACHMENT = 1;

    private TextSummary() {}

    /** The caller's to wipe. Throws only when the message cannot be read. */
    public static byte[] of(Message message) throws IOException {
        var envelope = message.envelope();
        var lists = BodyLists.of(message.root());
        var names = named(message.root()).limit(PEOPLE_COUNT_MAX).toList();
        var texts = Stream.of(TextEnd.cut(envelope.subject().orElse(""), SUBJECT_MAX), people(envelope.from()),
            people(envelope.to()),
            people(envelope.cc()), joined(names, NAMES_MAX), PlainText.of(message, LIMITS))
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
        long date = envelope.date().map(at -> at.toInstant().toEpochMilli()).orElse(Long.MIN_VALUE);
        var out = ByteBuffer.allocate(2 + Long.BYTES + texts.stream().mapToInt(text -> Short.BYTES + text.length).sum())
            .put(VERSION).put((byte) (lists.hasAttachment() ? HAS_ATTACHMENT : 0)).putLong(date);
        for (var text : texts) {
            out.putShort((short) text.length).put(text);
            Arrays.fill(text, (byte) 0);
        }
        return out.array();
    }

    /** As they are written: name and address. */
    private static String people(AddressList list) {
        return joined(list.flat().stream().limit(PEOPLE_COUNT_MAX).map(one -> (one.name() + " " + one.addrSpec())
            .strip()).toList(), PEOPLE_MAX);
    }

    /** As many as there is place for; none is cut but the first. */
    private static String joined(List<String> all, int charactersMax) {
        var text = new StringBuilder();
        for (var one : all) {
            if (text.isEmpty()) text.append(TextEnd.cut(one, charactersMax));
            else if (text.length() + 1 + one.length() <= charactersMax) text.append('\n').append(one);
        }
        return text.toString();
    }

    private static Stream<String> named(Part part) {
        return Stream.concat(part.fileName().stream(), part.children().stream().flatMap(TextSummary::named));
    }
}
