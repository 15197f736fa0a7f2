package sigillo.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import sigillo.base.Octets;

/**
 * How fast messages are read. Not a test: run its main with both folders of classes, jsoup and JUnit's api on the class
 * path. Prints, for each kind, the best of several rounds.
 */
final class MessageBench {
    private static final int ROUNDS = 7;

    private interface Work { Object run() throws IOException; }

    private MessageBench() {}

    public static void main(String[] arguments) throws IOException {
        var small = small();
        var alternative = alternative();
        perMessage("parse, 4 KiB text", small, () -> Message.parse(small));
        perMessage("parse and meta, 4 KiB text", small, () -> MessageMeta.of(Message.parse(small)).encode());
        perMessage("parse, 12 KiB alternative", alternative, () -> Message.parse(alternative));
        perMessage("parse and meta, 12 KiB alternative", alternative,
            () -> MessageMeta.of(Message.parse(alternative)).encode());
        var meta = encoded(alternative);
        perMessage("decode meta", Octets.of(meta), () -> MessageMeta.decode(meta));
        throughput("text, 64 MiB in lines of 72", body("text/plain", lines(64 << 20, 72)));
        throughput("multipart, 64 MiB base64 in lines of 76", multipart(lines(64 << 20, 76)));
        throughput("multipart, 64 MiB in lines of 10", multipart(lines(64 << 20, 10)));
        throughput("one line of 64 MiB", multipart(lines(64 << 20, 64 << 20)));
        for (var bomb : (Iterable<Bombs.Bomb>) Bombs.all()::iterator) bomb(bomb);
    }

    private static void perMessage(String name, Octets message, Work work) throws IOException {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            int kept = 0;
            for (int i = 0; i < 5_000; i++) kept += work.run().hashCode() & 1;
            best = Math.min(best, (System.nanoTime() - start) / 5_000 + kept / 1_000_000);
        }
        System.out.printf("%-45s %8d octets %9.1f us%n", name, message.length(), best / 1e3);
    }

    private static void throughput(String name, Octets message) throws IOException {
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            Message.parse(message);
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.printf("%-45s %8d octets %9.0f MB/s%n", name, message.length(), message.length() * 1e3 / best);
    }

    private static void bomb(Bombs.Bomb bomb) throws IOException {
        long start = System.nanoTime();
        var message = Message.parse(bomb.octets());
        long parsed = System.nanoTime();
        var meta = MessageMeta.of(message).encode();
        long kept = System.nanoTime();
        Check.reading(message);
        System.out.printf("%-50s %9d octets: parse %6.1f ms, meta %6.1f ms (%d octets), everything %7.1f ms%n",
            bomb.name(), bomb.octets().length(), (parsed - start) / 1e6, (kept - parsed) / 1e6, meta.length,
            (System.nanoTime() - kept) / 1e6);
    }

    private static byte[] encoded(Octets message) throws IOException {
        return MessageMeta.of(Message.parse(message)).encode();
    }

    private static final String HEADER = """
        Return-Path: <bob@sender.example>
        Received: from mx.sender.example (mx.sender.example [192.0.2.1]) by mx.home.example with ESMTPS id 4711
        \tfor <anna@home.example>; Tue, 1 Jul 2025 10:52:37 +0200
        DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=key;
        \th=from:to:subject:date:message-id;
        \tbh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=%s
        From: =?utf-8?q?Bob_M=C3=BCller?= <bob@sender.example>
        To: Anna <anna@home.example>, "Other, One" <other@home.example>
        Subject: =?utf-8?b?QmVzdMOkdGlndW5n?= of the order
        Date: Tue, 1 Jul 2025 10:52:36 +0200
        Message-ID: <4711.0815@sender.example>
        MIME-Version: 1.0
        """.replace("%s", "A".repeat(340));

    private static Octets small() {
        return octets(HEADER + "Content-Type: text/plain; charset=utf-8\n\n" + lines(3 << 10, 72));
    }

    private static Octets alternative() {
        return octets(HEADER + "Content-Type: multipart/alternative; boundary=\"=_4711\"\n\n--=_4711\n"
            + "Content-Type: text/plain; charset=utf-8\n\n" + lines(3 << 10, 72)
            + "\n--=_4711\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>"
            + lines(8 << 10, 72).replace("x", "</p><p>") + "</body></html>\n--=_4711--\n");
    }

    private static Octets body(String type, String body) { return octets("Content-Type: " + type + "\n\n" + body); }

    private static Octets multipart(String body) {
        return octets("Content-Type: multipart/mixed; boundary=\"=_4711\"\n\n--=_4711\n\nhello\n--=_4711\n"
            + "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + body + "\n--=_4711--\n");
    }

    private static String lines(int octets, int lineOctets) {
        var random = new byte[Math.min(lineOctets, 1 << 20)];
        new Random(1).nextBytes(random);
        var line = Base64.getEncoder().encodeToString(random).repeat(1 + lineOctets / random.length)
            .substring(0, lineOctets) + "\n";
        return line.repeat(Math.max(1, octets / line.length()));
    }

    private static Octets octets(String message) {
        return Octets.of(message.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
