package sigillo.popd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each MUST and SHOULD of RFC 1939 that a server can keep or break, and the transcript or test that holds us to it. */
class Rfc1939Test {

    /** {@code where}: a file of src/test/transcripts/pop, or a test by its name. */
    private record Rule(String section, String says, String where) {}

    private static final List<Rule> RULES = List.of(
        new Rule("3", "keywords in any case", "states.txt"),
        new Rule("3", "arguments are separated by one space", "PopParserTest"),
        new Rule("3", "lines end with CRLF", "lines.txt"),
        new Rule("3", "a response is +OK or -ERR, in upper case", "states.txt"),
        new Rule("3", "a response has 512 octets at most", "PopWireTest"),
        new Rule("3", "a line that begins with the octet of the end is stuffed", "maildrop.txt"),
        new Rule("3", "each line of a response ends with CRLF, the last is a dot", "line-ends.txt"),
        new Rule("3", "a command that is not known, not implemented or not well-formed has a negative answer", "states.txt"),
        new Rule("3", "a command in a wrong state has a negative answer", "states.txt"),
        new Rule("3", "an inactivity timer has ten minutes at least", "PopWireTest"),
        new Rule("3", "the timer ends the session without UPDATE and without a word", "PopWireTest"),
        new Rule("4", "a greeting of one line", "states.txt"),
        new Rule("4", "QUIT in AUTHORIZATION ends it", "quit-early.txt"),
        new Rule("4", "an exclusive lock, so that nobody else removes what is in it before UPDATE", "in-use.txt"),
        new Rule("4", "a negative answer when the lock cannot be had", "in-use.txt"),
        new Rule("4", "the maildrop is released when it is refused", "in-use.txt"),
        new Rule("4", "after a refusal there may be another try, or QUIT", "sign-in.txt"),
        new Rule("4", "numbers begin at 1 and are in decimal", "maildrop.txt"),
        new Rule("5", "STAT: one line, count and size with a single space", "maildrop.txt"),
        new Rule("5", "STAT: without what is marked as deleted", "delete.txt"),
        new Rule("5", "LIST: a scan listing of each, or of one", "maildrop.txt"),
        new Rule("5", "LIST: of none is +OK and no lines", "uidl-forever.txt"),
        new Rule("5", "LIST: what is marked as deleted is not listed", "delete.txt"),
        new Rule("5", "LIST: the number and the exact size", "maildrop.txt"),
        new Rule("5", "RETR: all of the message", "maildrop.txt"),
        new Rule("5", "RETR: none that is marked as deleted", "delete.txt"),
        new Rule("5", "DELE: marks; a second one is refused", "delete.txt"),
        new Rule("5", "DELE: nothing is deleted before UPDATE", "delete.txt"),
        new Rule("5", "NOOP: does nothing but answer", "states.txt"),
        new Rule("5", "RSET: takes the marks away", "delete.txt"),
        new Rule("6", "QUIT in TRANSACTION: UPDATE, all that is marked goes", "delete.txt"),
        new Rule("6", "without QUIT there is no UPDATE and nothing goes", "gone-before-quit.txt"),
        new Rule("6", "nothing goes that is not marked", "snapshot.txt"),
        new Rule("6", "a negative answer when something could not be removed", "PopTroubleTest"),
        new Rule("6", "the lock is released, then the answer", "in-use.txt"),
        new Rule("7", "TOP: the header, an empty line, so many lines", "maildrop.txt"),
        new Rule("7", "TOP: all of a message that has fewer lines", "maildrop.txt"),
        new Rule("7", "TOP: both numbers are needed, none is negative", "maildrop.txt"),
        new Rule("7", "TOP: none that is marked as deleted", "delete.txt"),
        new Rule("7", "UIDL: of each, or of one; not of what is deleted", "delete.txt"),
        new Rule("7", "UIDL: 1 to 70 signs of 0x21 to 0x7E", "MaildropContract"),
        new Rule("7", "UIDL: the same in each session", "maildrop.txt"),
        new Rule("7", "UIDL: not used again", "MaildropContract"),
        new Rule("7", "USER: +OK also where there is no such mailbox", "sign-in.txt"),
        new Rule("7", "PASS: only right after USER", "sign-in.txt"),
        new Rule("7", "PASS: spaces are of the password", "sign-in.txt"),
        new Rule("7", "PASS: the lock, and a negative answer without it", "in-use.txt"),
        new Rule("8", "what comes meanwhile is not in the session", "snapshot.txt"),
        new Rule("11", "sizes count each line end as CRLF, dots of stuffing not", "line-ends.txt"));

    @Test void eachRuleHasATranscriptOrATest() throws IOException {
        var missing = new TreeSet<String>();
        for (var rule : RULES) if (!isThere(rule.where)) missing.add(rule.section + ": " + rule.says + " (" + rule.where + ")");
        assertEquals(new TreeSet<>(), missing);
    }

    @Test void eachSectionOfTheProtocolIsThere() {
        for (var section : List.of("3", "4", "5", "6", "7", "8", "11")) {
            assertTrue(RULES.stream().anyMatch(rule -> rule.section.equals(section)), section);
        }
    }

    private static boolean isThere(String where) throws IOException {
        if (where.endsWith(".txt")) return Files.size(PopTranscriptTest.FOLDER.resolve(where)) > 0;
        try (var files = Files.walk(java.nio.file.Path.of("src/test/java"))) {
            return files.anyMatch(file -> file.endsWith(where + ".java"));
        }
    }
}
