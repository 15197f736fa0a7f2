package sigillo.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.stream.Stream;
import sigillo.base.Octets;

/** Messages made to trouble a parser; case B01. */
public final class Bombs {
    private Bombs() {}

    public record Bomb(String name, Octets octets) {}

    public static Stream<Bomb> all() {
        return Stream.of(
            new Bomb("20,000 multiparts inside each other", deep(20_000)),
            new Bomb("300,000 parts", parts(300_000)),
            new Bomb("2,000 parts with fields of 10 KB", longFields(2_000)),
            new Bomb("20,000 messages inside each other", messages(20_000)),
            new Bomb("50,000 nested comments", comments(50_000)),
            new Bomb("50,000 comments that nobody closes",
                text("From: " + "(".repeat(50_000) + " <a@b.example>\r\n\r\n")),
            new Bomb("100,000 fields", text("a:b\r\n".repeat(100_000) + "\r\n")),
            new Bomb("fields that take turns", text("To:\r\nA:\r\n".repeat(300_000) + "\r\n")),
            new Bomb("a field of 5 MB", text("Subject: " + "x".repeat(5_000_000) + "\r\n\r\nbody")),
            new Bomb("a field of a million lines", text("Subject: x" + "\r\n x".repeat(1_000_000) + "\r\n\r\nbody")),
            new Bomb("a recipient list of 4 MB", text("To: " + "a@b.example, ".repeat(300_000) + "\r\n\r\n")),
            new Bomb("10,000 To fields", text("To: a@b.example\r\n".repeat(10_000) + "\r\n")),
            new Bomb("a million encoded words", text("Subject: " + "=?utf-8?q?a?= ".repeat(70_000) + "\r\n\r\n")),
            new Bomb("encoded words that do not end", text("Subject: " + "=?utf-8?q?a ".repeat(80_000) + "\r\n\r\n")),
            new Bomb("encoded words of unknown charsets", text("Subject: " + unknownCharsets(40_000) + "\r\n\r\n")),
            new Bomb("200,000 parameters", text("Content-Type: text/plain" + "; a=b".repeat(200_000) + "\r\n\r\n")),
            new Bomb("100,000 pieces of a parameter", text("Content-Type: text/plain" + pieces(100_000) + "\r\n\r\n")),
            new Bomb("200,000 angles", text("References: " + "<".repeat(200_000) + ">\r\n\r\n")),
            new Bomb("names that wait for an address", text("To: " + "a, \"x<\" ".repeat(100_000) + "\r\n\r\n")),
            new Bomb("blobs of a subject", text("Subject: " + "[a]".repeat(300_000) + "\r\n\r\n")),
            new Bomb("replies to replies", text("Subject: " + "[a] re: ".repeat(100_000) + "\r\n\r\n")),
            new Bomb("wrapped forwards",
                text("Subject: " + "[fwd:".repeat(100_000) + "x" + "]".repeat(100_000) + "\r\n\r\n")),
            new Bomb("a hundred open boundaries and a million dashes", dashes()),
            new Bomb("boundaries that begin with each other", prefixes()),
            new Bomb("soft line breaks only",
                text("Content-Transfer-Encoding: quoted-printable\r\n\r\n" + "=\r\n".repeat(3_000_000))),
            new Bomb("spaces only",
                text("Content-Transfer-Encoding: quoted-printable\r\n\r\n" + " ".repeat(9_000_000))),
            new Bomb("tags inside each other", html("<div>".repeat(100_000))),
            new Bomb("formatting that nobody closes", html("<b><i><p>".repeat(60_000))),
            new Bomb("tables inside each other", html("<table><tr><td>".repeat(40_000))),
            new Bomb("attributes", html("<a " + "b=c ".repeat(100_000) + ">")),
            new Bomb("angles of HTML", html("<".repeat(400_000))),
            new Bomb("entities", html("&amp;&#x41;&notit;".repeat(30_000))),
            new Bomb("comments of HTML", html("<!--".repeat(100_000))),
            new Bomb("quotes of flowed text",
                text("Content-Type: text/plain; format=flowed\r\n\r\n" + (">".repeat(400) + " x \r\n").repeat(3_000))));
    }

    static Octets deep(int levels) {
        var message = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i)
                .append("\r\n");
        }
        return text(message.append("\r\nx").toString());
    }

    static Octets parts(int count) {
        return text("Content-Type: multipart/mixed; boundary=x\r\n\r\n" + "--x\r\na:b\r\n\r\n".repeat(count)
            + "--x--\r\n");
    }

    static Octets longFields(int count) {
        return text("Content-Type: multipart/mixed; boundary=x\r\n\r\n"
            + ("--x\r\nContent-Type: image/png; name=\"" + "n".repeat(10_000) + "\"\r\n\r\n").repeat(count));
    }

    static Octets messages(int levels) { return text("Content-Type: message/rfc822\r\n\r\n".repeat(levels) + "x"); }

    static Octets comments(int depth) {
        return text("From: " + "(".repeat(depth) + ")".repeat(depth) + " <anna@sender.example>\r\n\r\nx");
    }

    private static Octets dashes() {
        return nested(99, i -> "x".repeat(66) + (1000 + i),
            ("--" + "x".repeat(66) + "zzzz\r\n").repeat(60_000) + "--\r\n".repeat(1_000_000));
    }

    private static Octets prefixes() {
        return nested(99, i -> "b".repeat(i + 1), ("--" + "b".repeat(200) + "\r\n").repeat(100_000));
    }

    private static Octets nested(int levels, java.util.function.IntFunction<String> boundary, String body) {
        var message = new StringBuilder();
        for (int i = 0; i < levels; i++) {
            message.append("Content-Type: multipart/mixed; boundary=").append(boundary.apply(i)).append("\r\n\r\n--")
                .append(boundary.apply(i)).append("\r\n");
        }
        return text(message.append("\r\n").append(body).toString());
    }

    private static Octets html(String html) { return text("Content-Type: text/html\r\n\r\n" + html); }

    private static String pieces(int count) {
        var all = new StringBuilder();
        for (int i = 0; i < count; i++) all.append("; a*").append(i).append("*=b");
        return all.toString();
    }

    private static String unknownCharsets(int count) {
        var all = new ArrayList<String>();
        for (int i = 0; i < count; i++) all.add("=?x-no-" + i + "?q?a?=");
        return String.join(" ", all);
    }

    static Octets text(String message) { return Octets.of(message.getBytes(StandardCharsets.ISO_8859_1)); }
}
