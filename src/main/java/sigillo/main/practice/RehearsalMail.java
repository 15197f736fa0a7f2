package sigillo.main.practice;

/** Mails of no meaning, some 4 KiB each, of the kinds that most mail is: every other one says the same in HTML too. */
public final class RehearsalMail {
    private static final int LINES = 56;
    private static final int LINES_OF_ALTERNATIVE = 20;

    private RehearsalMail() {}

    /** With the dot that ends it. */
    public static String of(int number) { return message(number) + ".\r\n"; }

    public static String message(int number) {
        return header(number) + body(number, LINES, LINES_OF_ALTERNATIVE);
    }

    /** Of some 0.8 KiB. */
    static String brief(int number) {
        return header(number) + body(number, 2, 1);
    }

    private static String body(int number, int lines, int linesOfAlternative) {
        if (number % 2 == 0) return plain(lines);
        return number % 9 == 1 ? attached(linesOfAlternative) : alternatives(linesOfAlternative);
    }

    private static String header(int number) {
        return """
            Received: from client.rehearsal.invalid (client.rehearsal.invalid [192.0.2.1])\r
            \tby mx.rehearsal.invalid with ESMTPS id %1$d\r
            \tfor <you@rehearsal.invalid>; Sat, 28 Nov 2026 10:00:01 +0000\r
            From: %3$s\r
            To: %4$s\r
            Subject: %5$s %1$d\r
            Date: Sat, 28 Nov 2026 10:00:00 +0000\r
            Message-ID: <%1$d.%2$d@rehearsal.invalid>\r
            MIME-Version: 1.0\r
            """.formatted(number, Thread.currentThread().threadId(), from(number), to(number), subject(number));
    }

    /** As people are written: words, in quotes, encoded, with a dot, by their address alone. */
    private static String from(int number) {
        return switch (number % 5) {
            case 0 -> "Anna Bianchi <anna.bianchi@rehearsal.invalid>";
            case 1 -> "\"Friend, A\" <friend@rehearsal.invalid>";
            case 2 -> "=?utf-8?q?Andr=C3=A9_F?= <andre@post.rehearsal.invalid>";
            case 3 -> "B. Rossi <b@rehearsal.invalid>";
            default -> "news-%d@lists.rehearsal.invalid".formatted(number);
        };
    }

    private static String to(int number) {
        return number % 3 == 0 ? "You <you@rehearsal.invalid>, \"They\" <they@rehearsal.invalid>,\r\n them@rehearsal.invalid\r\nCc: One More <one@rehearsal.invalid>"
            : number % 3 == 1 ? "you@rehearsal.invalid" : "You <you@rehearsal.invalid>";
    }

    private static String subject(int number) { return number % 4 == 0 ? "=?utf-8?q?Perch=C3=A9_no=2C?=" : "Re: What is said of it, number"; }

    private static String plain(int lines) {
        return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + lines(lines, "", "");
    }

    private static String attached(int lines) {
        return "Content-Type: multipart/mixed; boundary=\"=_all\"\r\n\r\n--=_all\r\n" + alternatives(lines) + """
            --=_all\r
            Content-Type: application/pdf; name="rehearsal.pdf"\r
            Content-Disposition: attachment; filename="rehearsal.pdf"\r
            Content-Transfer-Encoding: base64\r
            \r
            JVBERi0xLjQKJSBub3RoaW5nCg==\r
            --=_all--\r
            """;
    }

    private static String alternatives(int lines) {
        return """
            Content-Type: multipart/alternative; boundary="=_rehearsal"\r
            \r
            --=_rehearsal\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            %s--=_rehearsal\r
            Content-Type: text/html; charset=utf-8\r
            Content-Transfer-Encoding: quoted-printable\r
            \r
            <html><body style=3D"font-family:sans-serif">\r
            %s</body></html>\r
            --=_rehearsal--\r
            """.formatted(lines(lines, "", " caff=C3=A8"), lines(lines, "<p>", " caff=C3=A8</p>"));
    }

    private static String lines(int count, String before, String after) {
        var text = new StringBuilder();
        for (int line = 0; line < count; line++) {
            text.append(before).append("For rehearsing what is done with each mail that comes: ").append(line).append(after).append("\r\n");
        }
        return text.toString();
    }
}
