package sigillo.main;

/** Mails of no meaning, some 4 KiB each, of the kinds that most mail is: every other one says the same in HTML too. */
final class RehearsalMail {
    private static final int LINES = 56;
    private static final int LINES_OF_ALTERNATIVE = 20;

    private RehearsalMail() {}

    /** With the dot that ends it. */
    static String of(int number) { return message(number) + ".\r\n"; }

    static String message(int number) {
        var header = """
            Received: from client.rehearsal.invalid (client.rehearsal.invalid [192.0.2.1])\r
            \tby mx.rehearsal.invalid with ESMTPS id %1$d\r
            \tfor <you@rehearsal.invalid>; Sat, 28 Nov 2026 10:00:01 +0000\r
            From: "A friend" <friend@rehearsal.invalid>\r
            To: You <you@rehearsal.invalid>\r
            Subject: =?utf-8?q?Numero_%1$d=2C_perch=C3=A9_no?=\r
            Date: Sat, 28 Nov 2026 10:00:00 +0000\r
            Message-ID: <%1$d.%2$d@rehearsal.invalid>\r
            MIME-Version: 1.0\r
            """.formatted(number, Thread.currentThread().threadId());
        return header + (number % 2 == 0 ? plain() : alternatives());
    }

    private static String plain() {
        return "Content-Type: text/plain; charset=utf-8\r\n\r\n" + lines(LINES, "", "");
    }

    private static String alternatives() {
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
            """.formatted(lines(LINES_OF_ALTERNATIVE, "", " caff=C3=A8"), lines(LINES_OF_ALTERNATIVE, "<p>", " caff=C3=A8</p>"));
    }

    private static String lines(int count, String before, String after) {
        var text = new StringBuilder();
        for (int line = 0; line < count; line++) {
            text.append(before).append("For rehearsing what is done with each mail that comes: ").append(line).append(after).append("\r\n");
        }
        return text.toString();
    }
}
