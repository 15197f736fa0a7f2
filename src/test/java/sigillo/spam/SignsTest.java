package sigillo.spam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Octets;
import sigillo.message.Message;

/** Each sign is seen where it is, and a letter between two people shows none. */
class SignsTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private static final Map<String, String> LETTER = Map.of("Date", "Sun, 29 Nov 2026 11:59:00 +0000",
        "From", "Anna Rossi <anna@home.example>", "To", "Bob <bob@away.example>", "Subject", "Dinner on Friday",
        "Message-ID", "<c0ffee.1@home.example>");
    private static final String WORDS = "Shall we meet at eight? I shall bring the wine, you bring the cheese.";

    /** The letter with other fields; a field that is null is left out. */
    private static String letter(String body, String... fields) {
        var all = new LinkedHashMap<>(LETTER);
        var more = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            if (fields[i + 1] == null) all.remove(fields[i]);
            else if (fields[i].startsWith("+")) more.append(fields[i].substring(1)).append(": ").append(fields[i + 1]).append("\r\n");
            else all.put(fields[i], fields[i + 1]);
        }
        var header = new StringBuilder();
        all.forEach((name, value) -> header.append(name).append(": ").append(value).append("\r\n"));
        return header.append(more) + "\r\n" + body + "\r\n";
    }

    private static String html(String body) { return letter("<html><body>" + body + "</body></html>", "Content-Type", "text/html; charset=utf-8"); }

    private static String attached(String type, String name) {
        return letter("--b\r\nContent-Type: text/plain\r\n\r\n" + WORDS + "\r\n--b\r\nContent-Type: " + type
            + "\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\nMZ\r\n--b--", "Content-Type", "multipart/mixed; boundary=b");
    }

    private static Set<Sign> signs(String mail) {
        try {
            return Look.at(Message.parse(Octets.of(mail.getBytes(StandardCharsets.UTF_8))), NOW).signs();
        } catch (IOException memory) {
            throw new IllegalStateException(memory);
        }
    }

    private static final Map<Sign, String> SHOWN = new LinkedHashMap<>();

    static {
        SHOWN.put(Sign.NO_DATE, letter(WORDS, "Date", null));
        SHOWN.put(Sign.DATE_AHEAD, letter(WORDS, "Date", "Wed, 2 Dec 2026 11:59:00 +0000"));
        SHOWN.put(Sign.DATE_LONG_AGO, letter(WORDS, "Date", "Sun, 1 Nov 2026 11:59:00 +0000"));
        SHOWN.put(Sign.NO_MESSAGE_ID, letter(WORDS, "Message-ID", null));
        SHOWN.put(Sign.ODD_MESSAGE_ID, letter(WORDS, "Message-ID", "<11107978796724623>"));
        SHOWN.put(Sign.NO_FROM, letter(WORDS, "From", null));
        SHOWN.put(Sign.SEVERAL_FROM, letter(WORDS, "+From", "carl@other.example"));
        SHOWN.put(Sign.FROM_SHOWS_OTHER_ADDRESS, letter(WORDS, "From", "\"service@bank.example\" <x@other.example>"));
        SHOWN.put(Sign.FROM_DIGITS, letter(WORDS, "From", "Joe <joe48213@home.example>"));
        SHOWN.put(Sign.FROM_WITHOUT_NAME, letter(WORDS, "From", "anna@home.example"));
        SHOWN.put(Sign.REPLIES_ELSEWHERE, letter(WORDS, "Reply-To", "prize@win.example"));
        SHOWN.put(Sign.NO_RECIPIENT_SHOWN, letter(WORDS, "To", "undisclosed-recipients:;"));
        SHOWN.put(Sign.MANY_RECIPIENTS, letter(WORDS, "To", "a@x.example, ".repeat(25) + "b@x.example"));
        SHOWN.put(Sign.NO_SUBJECT, letter(WORDS, "Subject", null));
        SHOWN.put(Sign.SUBJECT_IN_CAPITALS, letter(WORDS, "Subject", "MULTIPLY YOUR CUSTOMERS"));
        SHOWN.put(Sign.SUBJECT_EXCLAIMS, letter(WORDS, "Subject", "Yours today!"));
        SHOWN.put(Sign.SUBJECT_WITH_TAIL, letter(WORDS, "Subject", "A fine offer          qzxkv"));
        SHOWN.put(Sign.SUBJECT_HALF_ENCODED, letter(WORDS, "Subject", "=?utf-8?Q?Plain_letters?="));
        SHOWN.put(Sign.UNENCODED_OCTETS, letter(WORDS, "Subject", "Prüfung"));
        SHOWN.put(Sign.SAYS_IT_IS_A_REPLY, letter(WORDS, "Subject", "Re: your application"));
        SHOWN.put(Sign.PART_OF_A_THREAD, letter(WORDS, "In-Reply-To", "<1@away.example>"));
        SHOWN.put(Sign.OF_A_LIST, letter(WORDS, "List-Id", "<cooks.lists.example>"));
        SHOWN.put(Sign.BULK_WITHOUT_WAY_OUT, letter(WORDS, "Precedence", "bulk"));
        SHOWN.put(Sign.ONLY_HTML, html("<p>" + WORDS));
        SHOWN.put(Sign.PICTURES_FOR_TEXT, html("<img src='http://shop.example/offer.gif' width=600>"));
        SHOWN.put(Sign.TEXT_HIDDEN_BY_ENCODING, letter("U2hhbGwgd2UgbWVldCBhdCBlaWdodD8=", "Content-Transfer-Encoding", "base64"));
        SHOWN.put(Sign.UNKNOWN_CHARSET, letter(WORDS, "Content-Type", "text/plain; charset=x-nobody"));
        SHOWN.put(Sign.PROGRAM_ATTACHED, attached("application/octet-stream", "setup.exe"));
        SHOWN.put(Sign.TWO_EXTENSIONS, attached("application/octet-stream", "invoice.pdf.scr"));
        SHOWN.put(Sign.TYPE_IS_A_LIE, attached("image/png", "holiday.exe"));
        SHOWN.put(Sign.DEEPLY_NESTED, nested(150));
        SHOWN.put(Sign.HIDDEN_TEXT, html("<p>" + WORDS + "<div style='display: none'>weather flowers river</div>"));
        SHOWN.put(Sign.TINY_TEXT, html("<p>" + WORDS + "<span style=\"font-size:0px\">weather</span>"));
        SHOWN.put(Sign.WORDS_CUT_BY_COMMENTS, html("vi<!-- a -->ag<!-- b -->ra and mor<!-- c -->tgage"));
        SHOWN.put(Sign.FORM, html("<form action='http://x.example/'><input name=pin></form>"));
        SHOWN.put(Sign.SCRIPT, html("<script>var a = 1 < 2;</script>" + WORDS));
        SHOWN.put(Sign.FRAME, html("<iframe src='http://x.example/'></iframe>"));
        SHOWN.put(Sign.LOUD_COLOURS, html("<font color='#FF0000'>" + WORDS + "</font>"));
        SHOWN.put(Sign.TRACKING_PICTURE, html(WORDS + "<img src='http://x.example/1.gif' width='1' height='1'>"));
        SHOWN.put(Sign.LINK_TO_NUMBER, letter(WORDS + " http://203.0.113.9/now"));
        SHOWN.put(Sign.LINK_SHOWS_OTHER, html(WORDS + "<a href='https://evil.example/x'>https://www.bank.test/login</a>"));
        SHOWN.put(Sign.LINK_WITH_USER, letter(WORDS + " http://www.bank.test@evil.example/"));
        SHOWN.put(Sign.LINK_WITH_PORT, letter(WORDS + " http://evil.example:8099/"));
        SHOWN.put(Sign.LINK_ESCAPED, html("<a href='http://%33%36%39.example/'>here</a>"));
        SHOWN.put(Sign.LINK_LOOKS_ALIKE, html("<a href='https://b\u0430nk.example/'>the bank</a>"));
        SHOWN.put(Sign.MANY_LINKED_DOMAINS, letter(domains(20)));
        SHOWN.put(Sign.SHOUTS, letter((WORDS + " ").repeat(2).toUpperCase(java.util.Locale.ROOT)));
        SHOWN.put(Sign.MONEY, letter("You will get ten million dollars."));
        SHOWN.put(Sign.TAKES_CARE_OF_REMOVAL, letter("To be removed, write to us."));
        SHOWN.put(Sign.PLEADS_FOR_SECRECY, letter("I am the next of kin of a minister."));
        SHOWN.put(Sign.ADULT, letter("Hot girls wait for you."));
        SHOWN.put(Sign.CURES, letter("Lose weight\r\nwithout prescription."));
        SHOWN.put(Sign.ACCOUNT_THREAT, letter("Please verify your account today."));
        SHOWN.put(Sign.EARN_FROM_HOME, letter("Earn money, be your own boss."));
        SHOWN.put(Sign.LOANS, letter("The lowest rate for your mortgage."));
        SHOWN.put(Sign.ACT_NOW, letter("This is a limited time offer."));
        SHOWN.put(Sign.ONE_TIME_CODE, letter("Your verification code is 482 913."));
    }

    private static String nested(int levels) {
        var body = new StringBuilder();
        for (int i = 0; i < levels; i++) body.append("--b").append(i).append("\r\nContent-Type: multipart/mixed; boundary=b").append(i + 1).append("\r\n\r\n");
        return letter(body + "Content-Type: text/plain\r\n\r\n" + WORDS, "Content-Type", "multipart/mixed; boundary=b0");
    }

    private static String domains(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) text.append("http://shop").append(i).append(".example/ ");
        return text.toString();
    }

    @TestFactory Stream<DynamicTest> eachIsSeen() {
        return Stream.of(Sign.values()).map(sign -> DynamicTest.dynamicTest(sign.text(), () -> {
            assertTrue(SHOWN.containsKey(sign), "no mail shows " + sign.text());
            assertTrue(signs(SHOWN.get(sign)).contains(sign), () -> "seen: " + signs(SHOWN.get(sign)));
        }));
    }

    @Test void aLetterShowsNone() { assertEquals(Set.of(), signs(letter(WORDS))); }

    @Test void aReplyToAFriendWeighsNothing() {
        var seen = signs(letter("> " + WORDS + "\r\nYes, at eight.", "Subject", "Re: Dinner on Friday", "In-Reply-To", "<1@away.example>"));
        assertEquals(EnumSet.of(Sign.PART_OF_A_THREAD), seen);
    }

    /** What stands in a hidden element does not count as shown: neither for phrases nor for words. */
    @Test void hiddenWordsSayNothing() {
        assertFalse(signs(html("<p>" + WORDS + "<div style='display:none'>viagra</div>")).contains(Sign.CURES));
    }

    @Test void aLinkThatShowsItsOwnDomainIsFine() {
        assertFalse(signs(html("<a href='https://click.bank.test/x'>https://www.bank.test/login</a>")).contains(Sign.LINK_SHOWS_OTHER));
    }
}
