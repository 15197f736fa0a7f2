package sigillo.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What parts a message has: the rules, and what is made of what breaks them. LF stands for itself or CRLF: both are
 * tried.
 */
class StructureTest {

    record Case(String name, String want, String message) {}

    private static Stream<Case> cases() {
        return Stream.of(
            new Case("empty message", "text/plain", ""),
            new Case("only an empty line", "text/plain", "\n"),
            new Case("header without body", "text/html", "Content-Type: text/html\n"),
            new Case("header that does not end its line", "text/html", "Content-Type: text/html"),
            new Case("no header", "text/plain", "\nbody"),
            new Case("octets of zero", "text/plain", "\0\0\0\n\0\n\n\0"),
            new Case("multipart", "mixed(text/plain,image/png)",
                multi("b", "--b\n\none\n--b\nContent-Type: image/png\n\nx\n--b--\n")),
            new Case("preamble and epilogue", "mixed(text/plain)",
                multi("b", "pre\n--b\n\none\n--b--\nepi\n--b\n\nnot a part\n")),
            new Case("end boundary is missing", "mixed(text/plain,text/plain)", multi("b", "--b\n\none\n--b\n\ntwo\n")),
            new Case("end boundary at the very end", "mixed(text/plain)", multi("b", "--b\n\none\n--b--")),
            new Case("delimiter with spaces behind", "mixed(text/plain,text/plain)",
                multi("b", "--b \t \n\none\n--b  \n\ntwo\n--b-- \n")),
            new Case("a longer word is no delimiter", "mixed(text/plain)",
                multi("b", "--b\n\none\n--bc\n--b--c\n--b--")),
            new Case("words behind a delimiter", "mixed(text/plain,text/plain)",
                multi("b", "--b and more\n\none\n--b\n\ntwo\n--b-- the end\n--b\n\nepilogue")),
            new Case("no part found", "text/plain", multi("b", "--c\n\none\n--c--\n")),
            new Case("closed before it began", "text/plain", multi("b", "--b--\n--b\n\none\n")),
            new Case("multipart without boundary", "text/plain", "Content-Type: multipart/mixed\n\n--b\n\none\n"),
            new Case("empty boundary", "text/plain",
                "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\none\n----\n"),
            new Case("boundary with a space at its end", "mixed(text/plain)", multi("b ", "--b\n\none\n--b--\n")),
            new Case("boundary in pieces", "mixed(text/plain)",
                "Content-Type: multipart/mixed; boundary*1=\"cd\"; boundary*0=\"ab\"\n\n--abcd\n\none\n--abcd--\n"),
            new Case("folded boundary", "mixed(text/x-own)",
                "Content-Type: multipart/mixed; boundary=\"foo\n bar\"\n\n--foo bar\nContent-Type: text/x-own\n"
                    + "\nx\n--foo bar--\n"),
            new Case("delimiter ends a header", "mixed(image/png,text/plain)",
                multi("b", "--b\nContent-Type: image/png\n--b\n\n--b--\n")),
            new Case("empty parts", "mixed(text/plain,text/plain,text/plain)",
                multi("b", "--b\n--b\n\n--b\n\n\n--b--\n")),
            new Case("boundary begins with the outer one", "mixed(mixed(text/plain),text/plain)",
                multi("ab", "--ab\n" + multi("abc", "--abc\n\none\n--abc--\n") + "--ab\n\ntwo\n--ab--\n")),
            new Case("outer boundary begins with the inner one", "mixed(mixed(text/plain),text/plain)",
                multi("abc", "--abc\n" + multi("ab", "--ab\n\none\n--ab--\n") + "--abc\n\ntwo\n--abc--\n")),
            new Case("a boundary that looks closed", "mixed(text/plain,text/plain)",
                multi("b--", "--b--\n\none\n--b--\n\ntwo\n--b----\n")),
            new Case("inner b closes although outer is b--", "mixed(mixed(text/plain),text/plain)",
                multi("b--", "--b--\n" + multi("b", "--b\n\none\n--b--\n") + "--b--\n\ntwo\n--b----\n")),
            new Case("outer boundary ends the inner multipart", "mixed(mixed(text/plain),text/plain)",
                multi("a", "--a\n" + multi("b", "--b\n\none\n") + "--a\n\ntwo\n--a--\n")),
            new Case("same boundary inside", "mixed(mixed(text/plain),text/plain)",
                multi("a", "--a\n" + multi("a", "--a\n\none\n--a--\n") + "--a\n\ntwo\n--a--\n")),
            new Case("digest", "digest(rfc822[text/plain],text/plain)",
                "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: s\n\nx\n--b\n"
                    + "Content-Type: text/plain\n\ny\n--b--\n"),
            new Case("message", "rfc822[mixed(text/plain)]",
                "Content-Type: message/rfc822\n\n" + multi("b", "--b\n\none\n--b--\n")),
            new Case("message/global", "global[text/plain]", "Content-Type: message/global\n\nSubject: ř\n\nx\n"),
            new Case("message under base64", "message/rfc822",
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKeQo=\n"),
            new Case("empty message inside", "mixed(rfc822[text/plain],text/plain)",
                multi("b", "--b\nContent-Type: message/rfc822\n\n--b\n\n--b--\n")),
            new Case("message with a header only inside", "mixed(rfc822[text/html])",
                multi("b", "--b\nContent-Type: message/rfc822\n\nContent-Type: text/html\n--b--\n")),
            new Case("message/partial is not looked into", "message/partial",
                "Content-Type: message/partial; number=1\n\nContent-Type: text/html\n\nx\n"),
            new Case("transfer encoding of a multipart is passed over", "mixed(text/plain)",
                "Content-Transfer-Encoding: base64\n" + multi("b", "--b\n\none\n--b--\n")),
            new Case("the first of two types counts", "image/png",
                "Content-Type: image/png\nContent-Type: text/html\n\n"),
            new Case("a type that is none", "text/plain", "Content-Type: ;x\n\n"),
            new Case("line without a colon in a header", "text/html", "hello there\nContent-Type: text/html\n\n"),
            new Case("From line in front", "text/html",
                "From a@b Thu Feb 22 17:06:23 2008\nContent-Type: text/html\n\n"),
            new Case("space before the colon", "text/html", "Content-Type : text/html\n\n"),
            new Case("dashes everywhere", "mixed(text/plain)", multi("b", "--\n---\n--b\n\n--\n-\n---\n--b--\n--\n")));
    }

    @TestFactory Stream<DynamicTest> structures() {
        return cases()
            .flatMap(c -> Stream.of(dynamic(c, "LF", c.message), dynamic(c, "CRLF", c.message.replace("\n", "\r\n"))));
    }

    private static DynamicTest dynamic(Case c, String lineEnd, String message) {
        return DynamicTest.dynamicTest(c.name + ", " + lineEnd, () -> {
            var octets = message.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(c.want, Shape.of(Check.all(octets).root()));
        });
    }

    private static String multi(String boundary, String body) {
        return "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\n\n" + body;
    }
}
