package sigillo.imapd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * A mail by chance as programs of many years and countries write it, and where each of its words stands. Each word has a
 * number of its own, so that it stands once in all mails; a text of two words stands there as it is, whatever lies between.
 */
final class WrittenMail {

    /** In what a text stands, and so by which keys it is found: RFC 9051 section 6.4.4. */
    enum Place {
        SUBJECT(List.of("TEXT", "SUBJECT")),
        FROM(List.of("TEXT", "FROM")),
        OTHER_FIELD(List.of("TEXT")),
        FILE_NAME(List.of("TEXT")),
        BODY(List.of("TEXT", "BODY")),
        INNER_HEADER(List.of("TEXT", "BODY")),
        /** Attributes, scripts, what a file holds. */
        NOWHERE(List.of());

        private final List<String> keys;

        Place(List<String> keys) { this.keys = keys; }
    }

    record Fact(String text, Place place) {}

    private record Script(String letters, List<String> charsets) {}

    private static final List<Script> SCRIPTS = List.of(
        new Script("abcdefghijklmnopqrstuvwxyz", List.of("us-ascii", "iso-8859-1", "utf-8", "windows-1252", "iso-2022-jp", "gb18030")),
        new Script("abcäöüéèñçåøæ", List.of("iso-8859-1", "windows-1252", "utf-8", "iso-8859-15")),
        new Script("abcąćęłńóśźżěšč", List.of("windows-1250", "utf-8", "iso-8859-2")),
        new Script("абвгдежзиклмнопрстуя", List.of("koi8-r", "windows-1251", "utf-8", "iso-8859-5")),
        new Script("αβγδεζηθικλμνξοπρτυ", List.of("iso-8859-7", "utf-8", "windows-1253")),
        new Script("かきくけこさしすせ日本語漢字", List.of("shift_jis", "euc-jp", "iso-2022-jp", "utf-8")),
        new Script("中文字信件你好世界", List.of("gb18030", "gbk", "utf-8")),
        new Script("😀🎉🐟🦊", List.of("utf-8")));

    private static int words;

    private final Random random;
    private final List<Fact> facts = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int boundaries;

    WrittenMail(Random random) {
        this.random = random;
        header("Subject", Place.SUBJECT);
        out("From: ");
        var script = script();
        encoded(text(script, Place.FROM, 2), charset(script));
        out(" <" + word(SCRIPTS.getFirst(), Place.FROM) + "@sender.example>\r\n");
        header("X-Odd", Place.OTHER_FIELD);
        out("To: anna@home.example\r\nMIME-Version: 1.0\r\n");
        entity(0);
    }

    byte[] octets() { return out.toByteArray(); }

    List<Fact> facts() { return facts; }

    /** The oracle. */
    boolean has(String text, String key) {
        return facts.stream().anyMatch(fact -> fact.text.equals(text) && fact.place.keys.contains(key));
    }

    // ---- words ----

    private Script script() { return SCRIPTS.get(random.nextInt(SCRIPTS.size())); }

    private String charset(Script script) { return script.charsets.get(random.nextInt(script.charsets.size())); }

    private String word(Script script, Place place) {
        var word = plainWord(script);
        facts.add(new Fact(word, place));
        return word;
    }

    private String plainWord(Script script) {
        var word = new StringBuilder();
        int[] letters = script.letters.codePoints().toArray();
        for (int i = 0; i < 4; i++) word.appendCodePoint(letters[random.nextInt(letters.length)]);
        return word.append('q').append(words++).append('z').toString();
    }

    /** Of so many words; each is a fact, and so are all together. */
    private String text(Script script, Place place, int count) {
        var all = new ArrayList<String>();
        for (int i = 0; i < count; i++) all.add(word(script, place));
        var text = String.join(" ", all);
        if (count > 1) facts.add(new Fact(text, place));
        return text;
    }

    // ---- headers ----

    private void header(String name, Place place) {
        var script = script();
        out(name + ": ");
        encoded(text(script, place, 1 + random.nextInt(3)), charset(script));
        out("\r\n");
    }

    /** RFC 2047: in one word or several, each with whole characters, and folded. */
    private void encoded(String text, String charset) {
        if (charset.equals("us-ascii")) {
            out(random.nextBoolean() ? text : text.replace(" ", "\r\n "));
            return;
        }
        int[] characters = text.codePoints().toArray();
        for (int from = 0; from < characters.length; ) {
            int to = Math.min(characters.length, from + 3 + random.nextInt(8));
            var octets = new String(characters, from, to - from).getBytes(Charset.forName(charset));
            out((from > 0 ? random.nextBoolean() ? "\r\n " : " " : "") + "=?" + charset + "?");
            if (random.nextBoolean()) out("B?" + Base64.getEncoder().encodeToString(octets));
            else out("q?" + quoted(octets));
            out("?=");
            from = to;
        }
    }

    private static String quoted(byte[] octets) {
        var text = new StringBuilder();
        for (byte octet : octets) {
            if (octet == ' ') text.append('_');
            else if (Character.isLetterOrDigit(octet)) text.append((char) octet);
            else text.append(String.format("=%02X", octet));
        }
        return text.toString();
    }

    // ---- bodies ----

    private void entity(int depth) {
        int kind = random.nextInt(depth > 2 ? 3 : 6);
        switch (kind) {
            case 0, 1 -> plain();
            case 2 -> html();
            case 3 -> file();
            case 4 -> multipart(depth);
            default -> embedded(depth);
        }
    }

    private void plain() {
        var script = script();
        var charset = charset(script);
        out("Content-Type: text/plain; charset=" + (random.nextBoolean() ? charset : '"' + charset + '"') + "\r\n");
        var lines = new StringBuilder();
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            lines.append(text(script, Place.BODY, 1 + random.nextInt(3)).replace(" ", random.nextBoolean() ? " " : "\r\n")).append("\r\n\r\n");
        }
        body(lines.toString().getBytes(Charset.forName(charset)), charset);
    }

    private void html() {
        var script = script();
        var charset = charset(script);
        out("Content-Type: text/html; charset=" + charset + "\r\n");
        var page = new StringBuilder("<html><head><style>p { color: " + word(SCRIPTS.getFirst(), Place.NOWHERE) + " }</style></head><body>\r\n");
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            page.append("<p title=\"").append(word(SCRIPTS.getFirst(), Place.NOWHERE)).append("\">");
            var text = text(script, Place.BODY, 2);
            page.append(random.nextBoolean() ? asEntities(text) : text.replaceFirst("q", "<b>q</b>")).append("</p>\r\n");
        }
        body(page.append("</body></html>\r\n").toString().getBytes(Charset.forName(charset)), charset);
    }

    private static String asEntities(String text) {
        var all = new StringBuilder();
        text.codePoints().forEach(c -> all.append(c < 0x80 ? Character.toString(c) : "&#" + c + ";"));
        return all.toString();
    }

    private void file() {
        out("Content-Type: application/octet-stream\r\n");
        var script = script();
        var name = text(script, Place.FILE_NAME, 1 + random.nextInt(2)) + ".bin";
        out("Content-Disposition: attachment");
        fileName(name, charset(script));
        out("\r\n");
        body(word(SCRIPTS.getFirst(), Place.NOWHERE).getBytes(StandardCharsets.US_ASCII), "base64");
    }

    /** RFC 2231 section 4, also in pieces (section 3), and as those write who do not know it. */
    private void fileName(String name, String charset) {
        var octets = name.getBytes(Charset.forName(charset));
        switch (random.nextInt(3)) {
            case 0 -> out(";\r\n filename*=" + charset + "''" + percent(octets, 0, octets.length));
            case 1 -> {
                int middle = octets.length / 2;
                out(";\r\n filename*0*=" + charset + "'en'" + percent(octets, 0, middle) + ";\r\n filename*1*=" + percent(octets, middle, octets.length));
            }
            default -> {
                out(";\r\n filename=\"=?" + charset + "?B?" + Base64.getEncoder().encodeToString(octets) + "?=\"");
            }
        }
    }

    private static String percent(byte[] octets, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (Character.isLetterOrDigit(octets[i])) text.append((char) octets[i]);
            else text.append(String.format("%%%02X", octets[i]));
        }
        return text.toString();
    }

    private void body(byte[] octets, String charset) {
        boolean isAscii = charset.equals("us-ascii");
        switch (charset.equals("base64") ? 0 : random.nextInt(3)) {
            case 0 -> {
                out("Content-Transfer-Encoding: base64\r\n\r\n");
                out(Base64.getMimeEncoder().encodeToString(octets) + "\r\n");
            }
            case 1 -> {
                out("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
                quotedPrintable(octets);
            }
            default -> {
                if (!isAscii || random.nextBoolean()) out("Content-Transfer-Encoding: " + (isAscii ? "7bit" : "8bit") + "\r\n");
                out("\r\n");
                out.writeBytes(octets);
                out("\r\n");
            }
        }
    }

    /** RFC 2045 section 6.7, with soft line breaks anywhere. */
    private void quotedPrintable(byte[] octets) {
        int column = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                out("\r\n");
                column = 0;
                i++;
                continue;
            }
            if (column > 60 || random.nextInt(20) == 0) {
                out("=\r\n");
                column = 0;
            }
            var piece = Character.isLetterOrDigit(octets[i]) ? String.valueOf((char) octets[i]) : String.format("=%02X", octets[i]);
            out(piece);
            column += piece.length();
        }
        out("\r\n");
    }

    private void multipart(int depth) {
        var boundary = "b" + random.nextInt(1_000_000) + "-" + boundaries++;
        out("Content-Type: multipart/" + List.of("mixed", "alternative", "related").get(random.nextInt(3)) + "; boundary=\"" + boundary + "\"\r\n\r\n");
        out("This is for those who " + word(SCRIPTS.getFirst(), Place.NOWHERE) + "\r\n");
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            out("--" + boundary + "\r\n");
            if (i == 0 && random.nextBoolean()) plain();
            else entity(depth + 1);
        }
        out("--" + boundary + "--\r\n" + word(SCRIPTS.getFirst(), Place.NOWHERE) + "\r\n");
    }

    private void embedded(int depth) {
        out("Content-Type: message/rfc822\r\n\r\n");
        header("Subject", Place.INNER_HEADER);
        header("From", Place.INNER_HEADER);
        out("MIME-Version: 1.0\r\n");
        if (random.nextBoolean()) plain();
        else multipart(depth + 1);
    }

    private void out(String ascii) { out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1)); }
}
