package sigillo.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Address;

/** What scripts are, what they do, and what they cannot do. */
class SieveTest {

    record Wrong(String script, String error) {}

    private static final List<Wrong> WRONG = List.of(
        new Wrong("keep", "line 1, column 5: a ';' or a block was expected, but here is the end of the script"),
        new Wrong("\n\n  fileinto \"a\";", "line 3, column 3: 'fileinto' needs require \"fileinto\""),
        new Wrong("require \"fileinto\";\nfileinto [\"a\"];",
            "line 2, column 10: 'fileinto' expects a string, but here is a string list"),
        new Wrong("require \"nothing\";", "line 1, column 9: there is no extension \"nothing\" here"),
        new Wrong("keep; require \"copy\";", "line 1, column 7: 'require' stands before all other commands"),
        new Wrong("if true { keep;", "line 1, column 9: this '{' is not closed"),
        new Wrong("keep; }", "line 1, column 7: this '}' closes nothing"),
        new Wrong("keep \"", "line 1, column 6: this string is not closed"),
        new Wrong("/* keep;", "line 1, column 1: this comment is not closed"),
        new Wrong("redirect text:\na@b.example\n",
            "line 1, column 10: this text does not end with a line that is a dot"),
        new Wrong("if header :is [\"a\" \"b\"] \"c\" {}",
            "line 1, column 20: a ']' was expected, but here is a string"),
        new Wrong("redirect \"a@b.example, c@d.example\";",
            "line 1, column 10: 'a@b.example, c@d.example' is not one address"),
        new Wrong("require \"regex\"; if header :regex \"a\" \"(\" {}",
            "line 1, column 39: this regular expression is ill-formed: a '(' is not closed"),
        new Wrong("require \"regex\"; if header :regex \"a\" \"(a)\\\\1\" {}",
            "line 1, column 39: this regular expression is ill-formed: it looks back at a group, which cannot be bounded"),
        new Wrong("require \"variables\"; set \"1a\" \"\";",
            "line 1, column 26: '1a' cannot be the name of a variable"),
        new Wrong("if header :comparator \"i;basic\" \"a\" \"b\" {}",
            "line 1, column 23: there is no comparator \"i;basic\" here"));

    @TestFactory Stream<DynamicTest> whatIsWrongIsToldWithItsPlace() {
        return WRONG.stream().map(one -> DynamicTest.dynamicTest(one.script, () ->
            assertEquals(one.error, Played.error(one.script))));
    }

    /** B24: a script whose octets are no UTF-8 is refused, with the line. */
    @Test void otherOctetsThanUtf8AreRefused() {
        var script = "keep;\nredirect \"\u00e8@home.example\";".getBytes(StandardCharsets.ISO_8859_1);
        var bad = assertInstanceOf(Sieve.Compiled.Bad.class, Sieve.compile(script, Scripts.NONE));
        assertEquals("line 2, column 11: the script is not in UTF-8 here", bad.errors().getFirst().toString());
    }

    @Test void severalErrorsAreToldAtOnce() {
        var bad = assertInstanceOf(Sieve.Compiled.Bad.class, Played.compile("nothing;\nkeep 1;\nif { keep; }\n"));
        assertEquals(List.of(1, 2, 3), bad.errors().stream().map(error -> error.place().line()).sorted().toList());
    }

    record Case(String script, String actions) {}

    private static final String ALL = "require [\"fileinto\", \"copy\", \"imap4flags\", \"variables\", \"regex\", \"mailbox\", "
        + "\"reject\", \"editheader\", \"duplicate\", \"subaddress\", \"envelope\", \"date\", \"ihave\"];";

    /** B24: the header is decoded, i;ascii-casemap folds ASCII only, names of mailboxes are text. */
    private static final List<Case> CASES = List.of(
        new Case("", "keep[]"),
        new Case("discard;", ""),
        new Case("keep; discard;", "keep[]"),
        new Case("if header :contains \"subject\" \"faktura \u010d\" { fileinto \"\u00da\u010dty 2026\"; }",
            "into \u00da\u010dty 2026[]"),
        new Case("if header :contains \"subject\" \"faktura \u010c\" { discard; }", "keep[]"),
        new Case("fileinto \"inbox\"; keep;", "into inbox[]"),
        new Case("fileinto :copy \"a\";", "into a[], keep[]"),
        new Case("fileinto :create \"a/b\"; stop; keep;", "into a/b+[]"),
        new Case("setflag \"\\\\Seen x\"; fileinto \"a\"; setflag \"y\"; keep;", "into a[\\Seen, x], keep[y]"),
        new Case("if header :matches \"subject\" \"*. *\" { fileinto \"${1}-${2}\"; }", "into Faktura \u010d-12[]"),
        new Case("if header :regex \"subject\" \"([0-9]+)$\" { fileinto \"n${1}\"; }", "into n12[]"),
        new Case("if envelope :detail \"to\" \"lists\" { discard; }", ""),
        new Case("redirect \"A <a@b.example>\"; redirect \"a@b.example\";", "to a@b.example"),
        new Case("if not mailboxexists [\"Work\", \"Play\"] { fileinto \"Work\"; }", "into Work[]"),
        new Case("if ihave \"nothing\" { nothing 1; } else { discard; }", ""),
        new Case("if date :is \"date\" \"weekday\" \"6\" { discard; }", ""),
        new Case("if duplicate { discard; }", "remember, keep[]"),
        new Case("reject \"no\";", "reject no"),
        new Case("reject \"no\"; keep;", "failed: line 1, column 14"),
        new Case("if anyof (false, not true) { discard; } elsif allof (true, true) { fileinto \"b\"; }", "into b[]"));

    @TestFactory Stream<DynamicTest> scriptsDo() {
        return CASES.stream().map(one -> DynamicTest.dynamicTest("script " + one.script, () -> {
            var shown = switch (Played.run(ALL + "\n" + one.script, Played.MAIL)) {
                case Outcome.Done(var actions) -> String.join(", ", actions.stream().map(SieveTest::shown).toList());
                case Outcome.Failed(var error) -> "failed: line " + (error.place().line() - 1) + ", column " + error
                    .place().column();
            };
            assertEquals(one.actions, shown);
        }));
    }

    private static String shown(Action action) {
        return switch (action) {
            case Action.Keep(var flags, _, _) -> "keep" + flags;
            case Action.FileInto(var target, var flags, _) -> "into " + target.name() + (target.create() ? "+" : "")
                + flags;
            case Action.Redirect(var address, _, _) -> "to " + address;
            case Action.Reject(var reason, _) -> "reject " + reason;
            case Action.Remember _ -> "remember";
            case Action.Vacation _, Action.Notice _ -> action.toString();
        };
    }

    @Test void anEditedHeaderIsOfWhatFollows() throws Exception {
        var actions = Played.actions(ALL
            + "fileinto \"before\"; addheader \"X-A\" \"\u010d\"; deleteheader \"subject\"; keep;", Played.MAIL);
        assertEquals(Optional.empty(), ((Action.FileInto) actions.getFirst()).edited());
        var edited = ((Action.Keep) actions.getLast()).edited().orElseThrow().of(Played.message(Played.MAIL));
        var text = new String(edited.bytes(0, edited.length(), 100_000), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("X-A: =?") && !text.contains("Subject") && text.endsWith("\r\n\r\nHello.\r\n"),
            text);
    }

    /** A name that no header line could hold is no name; the run says so and breaks nothing. */
    @Test void namesOfFieldsAreBounded() {
        var script = ALL + "addheader \"" + "x".repeat(77) + "\" \"y\";";
        assertTrue(Played.error(script).contains("is invalid"), Played.error(script));
        var varied = ALL + "set \"a\" \"" + "x".repeat(77) + "\"; addheader \"${a}\" \"y\";";
        assertInstanceOf(Outcome.Failed.class, Played.run(varied, Played.MAIL));
    }

    /** Where a mail has been is not a script's to say: who looks for circles, or trusts a verdict, reads it. */
    @Test void fieldsThatOthersTrustCannotBeMade() {
        for (var name : List.of("Received", "Delivered-To", "Authentication-Results", "Auto-Submitted",
            "Return-Path")) {
            var actions = Played.actions(ALL + "addheader \"" + name + "\" \"x\";", Played.MAIL);
            assertEquals(Optional.empty(), ((Action.Keep) actions.getFirst()).edited(), name);
        }
        var mail = "Received: from a\n" + Played.MAIL;
        assertEquals(Optional.empty(), ((Action.Keep) Played.actions(ALL + "deleteheader \"received\";", mail)
            .getFirst()).edited());
    }

    /** Each of these asks for more than a run may have. */
    @TestFactory Stream<DynamicTest> runsAreBounded() {
        var body = "require \"body\"; " + "if body :raw :contains \"zz\" { discard; }".repeat(80);
        var large = "Subject: x\n\n" + "0123456789\n".repeat(100_000);
        var doubling = new StringBuilder("set \"a\" \"" + "x".repeat(4000) + "\";");
        for (int i = 0; i < 120; i++) doubling.append("set \"v" + i + "\" \"${a}${a}${a}\";");
        var redirects = new StringBuilder();
        for (int i = 0; i < 20; i++) redirects.append("redirect \"a" + i + "@b.example\";");
        var files = new StringBuilder();
        for (int i = 0; i < 100; i++) files.append("fileinto \"m" + i + "\";");
        var evil = "if header :regex \"x\" \"((a{0,9}){0,9}){0,9}b\" { discard; }";
        return Map.of("variables", List.of(doubling.toString(), Played.MAIL), "redirects", List.of(
            redirects.toString(), Played.MAIL),
            "mailboxes", List.of(files.toString(), Played.MAIL),
            "expressions", List.of(evil.repeat(20), "X: " + "a".repeat(60_000) + "\n\n"),
            "lists in brackets", List.of("if header :regex \"x\" \"[" + "b".repeat(2000) + "]\" { discard; }",
                "X: " + "a".repeat(60_000) + "\n\n"),
            "bodies", List.of(body, large)).entrySet().stream()
            .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> {
                var start = one.getKey().equals("bodies") ? "" : ALL;
                assertInstanceOf(Outcome.Failed.class, Played.run(
                    start + one.getValue().getFirst(), one.getValue().getLast()));
            }));
    }

    /** By it a circle ends: two accounts that take it away and send on to each other would never stop. */
    @Test void whereMailHasBeenIsNotTakenAway() {
        var mail = "Delivered-To: b@home.example\n" + Played.MAIL;
        var actions = Played.actions(ALL + "deleteheader \"Delivered-To\";", mail);
        assertEquals(Optional.empty(), ((Action.Keep) actions.getFirst()).edited());
    }

    /** All of them are in memory while a mail is filed. */
    @Test void expressionsAreBoundedTogether() {
        var script = "require \"regex\"; "
            + "if header :regex \"x\" \"a{250}b{250}c{250}d{250}\" { discard; }\n".repeat(60);
        assertEquals("line 50, column 22: the regular expressions of the script are too large together",
            Played.error(script));
    }

    @Test void scriptsThatAreIncludedAreBoundedTogether() {
        for (var text : List.of("if true { " + "keep;".repeat(11_000) + " }", "# " + "x".repeat(70_000))) {
            Scripts scripts = new Scripts() {
                @Override public Optional<byte[]> personal(String name) {
                    return Optional.of(text.getBytes(StandardCharsets.UTF_8));
                }

                @Override public Optional<byte[]> global(String name) { return Optional.empty(); }
            };
            var script = "require \"include\"; include \"a\"; include \"b\";".getBytes(StandardCharsets.UTF_8);
            var bad = assertInstanceOf(Sieve.Compiled.Bad.class, Sieve.compile(script, scripts));
            assertTrue(bad.errors().toString().contains("all scripts together are too long"), bad.errors()::toString);
        }
    }

    /** RFC 5230 section 4.2. Senders choose what a variable holds: each of their mails would be answered. */
    @Test void answersAreTheSameWhateverTheSenderWrites() {
        var script = "require [\"vacation\", \"variables\"]; "
            + "if header :matches \"subject\" \"*\" { vacation \"Away, of ${1}.\"; }";
        var handles = Stream.of("one", "two").map(subject -> Played.actions(script, "Subject: " + subject + "\n\n"))
            .map(all -> all.stream().filter(Action.Vacation.class::isInstance)
                .map(action -> ((Action.Vacation) action).handle()).findFirst().orElseThrow());
        assertEquals(1, handles.distinct().count());
    }

    @Test void scriptsThatIncludeThemselvesAreRefused() {
        Scripts scripts = new Scripts() {
            @Override public Optional<byte[]> personal(String name) {
                return Optional.of("require \"include\"; include \"a\";".getBytes(StandardCharsets.UTF_8));
            }

            @Override public Optional<byte[]> global(String name) { return Optional.empty(); }
        };
        var bad = assertInstanceOf(Sieve.Compiled.Bad.class,
            Sieve.compile("require \"include\"; include \"a\";".getBytes(StandardCharsets.UTF_8), scripts));
        assertEquals("script a, line 1, column 20: 'a' cannot be included: the script includes itself",
            bad.errors().getFirst().toString());
    }

    record Glob(String value, String key, List<String> found) {}

    private static final List<Glob> GLOBS = List.of(
        new Glob("abc", "abc", List.of("abc")), new Glob("abc", "ABC", List.of("abc")), new Glob(
            "abc", "a*", List.of("abc", "bc")),
        new Glob("abcabc", "*b*", List.of("abcabc", "a", "cabc")), new Glob("a*c", "a\\*c", List.of("a*c")),
        new Glob("abc", "a?c", List.of("abc", "b")), new Glob("aXbXc", "*X*X*", List.of("aXbXc", "a", "b", "c")),
        new Glob("", "*", List.of("", "")), new Glob("abc", "ab", List.of()), new Glob(
            "aab", "*ab", List.of("aab", "a")),
        new Glob("ab", "a*b*b", List.of()), new Glob("\uD83D\uDE00x", "?x", List.of("\uD83D\uDE00x", "\uD83D\uDE00")));

    @TestFactory Stream<DynamicTest> wildcards() {
        return GLOBS.stream().map(one -> DynamicTest.dynamicTest(one.value + " " + one.key, () ->
            assertEquals(one.found, Wildcards.match(one.value, one.key, Collator.ASCII_CASEMAP).orElse(List.of()))));
    }

    record Expression(String regex, String text, List<String> groups) {}

    private static final List<Expression> EXPRESSIONS = List.of(
        new Expression("a+b*", "xaabbb", List.of("aabbb")), new Expression(
            "(a|ab)(c|bcd)", "abcd", List.of("abcd", "a", "bcd")),
        new Expression("^a$", "aa", List.of()), new Expression("[[:digit:]]{2,3}", "a12345", List.of("123")),
        new Expression("(a*)*b", "aaab", List.of("aaab", "aaa")), new Expression("[^a-c]", "abcd", List.of("d")),
        new Expression("[]x]", "]", List.of("]")), new Expression("A(B)?C", "ac", List.of("ac", "")),
        new Expression("(?:a)(b)", "ab", List.of("ab", "b")), new Expression("a.*?b", "axbxb", List.of("axb")),
        new Expression("", "a", List.of("")), new Expression("\\.", "a.b", List.of(".")));

    @TestFactory Stream<DynamicTest> expressions() {
        return EXPRESSIONS.stream().map(one -> DynamicTest.dynamicTest(one.regex + " " + one.text, () -> {
            var ok = assertInstanceOf(Regex.Compiled.Ok.class, Regex.compile(one.regex, true));
            assertEquals(one.groups, ok.regex().match(one.text).orElse(List.of()));
        }));
    }

    /** A number of states that is small before counts are counted out, and what takes long to count out nothing. */
    @TestFactory Stream<DynamicTest> expressionsThatAreTooLargeAreRefused() {
        return Stream.of("((((a{255}){255}){255}){255}){255}", "(?:(?:(?:(?:(?:){255}){255}){255}){255}){255}", "a"
            + "*".repeat(100_000),
            "(".repeat(100_000), "a{256}", "(a)".repeat(50), "[a", "a{2,1}", "[[:none:]]", "\\")
            .map(text -> DynamicTest.dynamicTest(text.substring(0, Math.min(40, text.length())), () ->
                assertInstanceOf(Regex.Compiled.Bad.class, Regex.compile(text, true))));
    }

    record Reply(String header, boolean isDue) {}

    /** B18: nothing answers what is automatic, or is not for the owner by name. */
    @TestFactory Stream<DynamicTest> vacationAnswers() {
        return Stream.of(new Reply("", true), new Reply("Auto-Submitted: auto-replied\n", false), new Reply(
            "Auto-Submitted: no\n", true),
            new Reply("Precedence: list\n", false), new Reply("List-Id: <l.example>\n", false),
            new Reply("X-Auto-Response-Suppress: OOF\n", false), new Reply(
                "List-Unsubscribe: <mailto:a@b.example>\n", false))
            .map(one -> DynamicTest.dynamicTest("with " + one.header, () ->
                assertEquals(one.isDue, answer(one.header + Played.MAIL).isPresent())));
    }

    private static Optional<VacationAnswer.Answer> answer(String mail) {
        var vacation = (Action.Vacation) Played.actions("require \"vacation\"; vacation \"Away.\";", mail).getFirst();
        var around = Played.around(mail, java.util.Set.of());
        return VacationAnswer.of(vacation, around, List.of(Address.of("anna+lists@home.example")),
            around.now().atOffset(java.time.ZoneOffset.UTC), "two@home.example");
    }

    @Test void theAnswerSaysWhatItIs() {
        var answer = answer(Played.MAIL).orElseThrow();
        var text = new String(answer.octets(), StandardCharsets.UTF_8);
        assertEquals("petr@outside.example", answer.to().toString());
        assertTrue(text.contains("\r\nAuto-Submitted: auto-replied (vacation)\r\n") && text.contains(
            "In-Reply-To: <one@outside.example>")
            && text.contains("Away."), text);
    }
}
