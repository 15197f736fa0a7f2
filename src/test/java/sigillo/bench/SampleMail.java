package sigillo.bench;

import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A message like those that people get: two Received lines, a signature, plain text or text and HTML, and from
 * {@value #ATTACHED_FROM} octets on an attachment. The same number and size give the same message, save its Message-ID.
 */
public final class SampleMail {
    /** Octets of the messages of a mailbox, in turn: 12 KiB in the mean. */
    static final int[] MIXED = {
        2_000, 4_000, 3_000, 6_000, 4_000, 12_000, 5_000, 30_000, 8_000, 2_500, 10_000, 60_000, 4_000, 16_000, 3_500, 20_000};
    static final int ATTACHED_FROM = 15_000;

    /** Stands in the text of every 5,000th message. */
    static final String RARE_WORD = "xylofagus";
    static final int RARE_EVERY = 5_000;
    private static final int RARE_AT = 17;

    /** Stands in the subject of every 1,000th. */
    static final String RARE_SUBJECT = "Quaggaheim";
    static final int SUBJECT_EVERY = 1_000;
    private static final int SUBJECT_AT = 7;

    private static final String[] SYLLABLES = "an be co da el fi go hu in ka lo mi ne or pa qui ra so tu va we zo".split(" ");
    private static final int BASE64_LINE = 57;

    private final Random random;
    private final int number;
    private final StringBuilder text = new StringBuilder();

    private SampleMail(int number) {
        this.number = number;
        this.random = new Random(number);
    }

    /** Of some {@code octets}, 1,800 at the least. {@code id} is its Message-ID, without the angle brackets. */
    public static String of(int number, int octets, String id) {
        var mail = new SampleMail(number);
        mail.header(id);
        if (octets >= ATTACHED_FROM) mail.withAttachment(octets);
        else if (number % 2 == 0) mail.plain(octets);
        else mail.alternative(octets);
        return mail.text.toString();
    }

    /** How many of the messages 0 to {@code count} (excluded) have the rare word in their text. */
    static int rareWords(int count) { return (int) IntStream.range(0, count).filter(i -> i % RARE_EVERY == RARE_AT).count(); }

    /** The same of the rare word in the subject. */
    static int rareSubjects(int count) { return (int) IntStream.range(0, count).filter(i -> i % SUBJECT_EVERY == SUBJECT_AT).count(); }

    private void header(String id) {
        int sender = number % 97;
        line("Received: from mx%d.sender.example (mx%d.sender.example [192.0.2.%d])".formatted(sender, sender, sender + 1));
        line("\tby mx.bench.example with ESMTPS id %08x for <you@bench.example>; Sat, 28 Nov 2026 10:00:02 +0000".formatted(number));
        line("Received: from [198.51.100.%d] by mx%d.sender.example with ESMTPSA; Sat, 28 Nov 2026 10:00:01 +0000".formatted(sender, sender));
        line("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=k1; h=from:to:subject:date;");
        line("\tbh=" + base64(32) + ";");
        for (int i = 0; i < 5; i++) line((i == 0 ? "\tb=" : "\t ") + base64(51));
        line("From: \"" + word() + " " + word() + "\" <person" + sender + "@sender.example>");
        line("To: You <you@bench.example>");
        line("Subject: " + word() + " " + word() + " " + word() + (number % SUBJECT_EVERY == SUBJECT_AT ? " " + RARE_SUBJECT : ""));
        line("Date: Sat, 28 Nov 2026 10:00:00 +0000");
        line("Message-ID: <" + id + ">");
        line("MIME-Version: 1.0");
    }

    private void plain(int octets) {
        line("Content-Type: text/plain; charset=utf-8");
        line("Content-Transfer-Encoding: 8bit");
        line("");
        words(octets, "");
    }

    private void alternative(int octets) {
        line("Content-Type: multipart/alternative; boundary=\"=_alternatives\"");
        line("");
        line("--=_alternatives");
        quoted("plain", (text.length() + octets - 300) / 2, "");
        line("--=_alternatives");
        quoted("html", octets - 30, "<p>");
        line("--=_alternatives--");
    }

    private void quoted(String kind, int upTo, String before) {
        line("Content-Type: text/" + kind + "; charset=utf-8");
        line("Content-Transfer-Encoding: quoted-printable");
        line("");
        words(upTo, before);
    }

    private void withAttachment(int octets) {
        line("Content-Type: multipart/mixed; boundary=\"=_parts\"");
        line("");
        line("--=_parts");
        quoted("plain", text.length() + 2_000, "");
        line("--=_parts");
        line("Content-Type: application/octet-stream; name=\"file" + number + ".bin\"");
        line("Content-Disposition: attachment; filename=\"file" + number + ".bin\"");
        line("Content-Transfer-Encoding: base64");
        line("");
        while (text.length() < octets - 90) line(base64(BASE64_LINE));
        line("--=_parts--");
    }

    private void words(int upTo, String before) {
        if (number % RARE_EVERY == RARE_AT) line(before + "A word that is rare: " + RARE_WORD);
        while (text.length() < upTo) {
            var sentence = new StringBuilder(before);
            while (sentence.length() < 60) sentence.append(word()).append(' ');
            line(sentence.append(before.isEmpty() ? "." : "</p>").toString());
        }
    }

    private String word() {
        var word = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        return word.toString();
    }

    private String base64(int octets) {
        var some = new byte[octets];
        random.nextBytes(some);
        return Base64.getEncoder().encodeToString(some);
    }

    private void line(String line) { text.append(line).append("\r\n"); }
}
