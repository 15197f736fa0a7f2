package sigillo.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.imap.CommandParser.Outcome;
import sigillo.imap.FetchItem.Binary;
import sigillo.imap.FetchItem.BinarySize;
import sigillo.imap.FetchItem.Body;
import sigillo.imap.FetchItem.Partial;
import sigillo.imap.FetchCommand.Modifiers;
import sigillo.imap.FetchItem.Plain;
import sigillo.imap.ListCommand.Return;
import sigillo.imap.ListCommand.Select;
import sigillo.imap.SearchKey.And;
import sigillo.imap.SearchKey.HasField;
import sigillo.imap.SearchKey.HasFlag;
import sigillo.imap.SearchKey.InText;
import sigillo.imap.SearchKey.Larger;
import sigillo.imap.SearchKey.ModSeq;
import sigillo.imap.SearchKey.Not;
import sigillo.imap.SearchKey.Numbers;
import sigillo.imap.SearchKey.Or;
import sigillo.imap.SearchKey.Received;
import sigillo.imap.SearchKey.Sent;
import sigillo.imap.SearchKey.Uids;
import sigillo.imap.SearchKey.When;
import sigillo.imap.SequenceSet.Range;
import sigillo.imap.StatusCommand.Item;
import sigillo.imap.StoreCommand.Mode;

class CommandParserTest {
    private record Good(String text, ImapCommand want) {}

    private static final SequenceSet ONE = new SequenceSet(List.of(new Range(1, 1)), false);
    private static final SequenceSet MANY =
        new SequenceSet(List.of(new Range(2, 2), new Range(4, 7), new Range(9, 0)), false);
    private static final String NOISE = "(){}[]<>\"\\ *%$,:.\0\r\n\u00e80aA9~+-=&";

    private static final List<Good> ANYWHERE = List.of(
        new Good("CAPABILITY", new ImapCommand.Capability()),
        new Good("noop", new ImapCommand.Noop()),
        new Good("LOGOUT", new ImapCommand.Logout()),
        new Good("ID NIL", new IdCommand("")),
        new Good("ID (\"Name\" \"Mutt\" \"version\" NIL)", new IdCommand("mutt/")),
        new Good("ID (\"version\" \"" + "9".repeat(100) + "\" \"name\" \"X\" \"os\" \"Y\")", new IdCommand("x/" + "9".repeat(64))),
        new Good("ID ()", new IdCommand("")),
        new Good("STARTTLS", new ImapCommand.StartTls()),
        new Good("LOGIN anna pw", new LoginCommand("anna", "pw")),
        new Good("LOGIN \"an\\\"na\" {2}\r\np ", new LoginCommand("an\"na", "p ")),
        new Good("LOGIN anna \"\"", new LoginCommand("anna", "")),
        new Good("AUTHENTICATE plain", new AuthenticateCommand("PLAIN", Optional.empty())),
        new Good("AUTHENTICATE PLAIN AGEAYg==", new AuthenticateCommand("PLAIN", Optional.of(Bytes.utf8("\0a\0b")))),
        new Good("AUTHENTICATE PLAIN =", new AuthenticateCommand("PLAIN", Optional.of(Bytes.EMPTY))),
        new Good("ENABLE condstore UTF8=ACCEPT", new EnableCommand(List.of("CONDSTORE", "UTF8=ACCEPT"))),
        new Good("NAMESPACE", new ImapCommand.Namespace()),
        new Good("IDLE", new ImapCommand.Idle()),
        new Good("CHECK", new ImapCommand.Check()),
        new Good("CLOSE", new ImapCommand.Close()),
        new Good("UNSELECT", new ImapCommand.Unselect()));

    private static final List<Good> MAILBOXES = List.of(
        new Good("SELECT INBOX", new SelectCommand("INBOX", false, false, Optional.empty())),
        new Good("EXAMINE \"a b\" (condstore)", new SelectCommand("a b", true, true, Optional.empty())),
        new Good("SELECT a (QRESYNC (67890007 20050715194045000 41,43:211))", new SelectCommand("a", false, true,
            Optional.of(new SelectCommand.Known(67890007, 20050715194045000L, Optional.of(
                new SequenceSet(List.of(new Range(41, 41), new Range(43, 211)), false)), Optional.empty())))),
        new Good("SELECT a (QRESYNC (1 2 (1:3 4:6)) CONDSTORE)", new SelectCommand("a", false, true,
            Optional.of(new SelectCommand.Known(1, 2, Optional.empty(),
                Optional.of(new SequenceMatches(List.of(new Range(1, 3)), List.of(new Range(4, 6)))))))),
        new Good("NOTIFY NONE", new NotifyCommand(false, List.of())),
        new Good("NOTIFY SET STATUS (selected-delayed (MessageNew (UID PREVIEW) MessageExpunge)) (SUBTREE (a b) (mailboxname x))"
            + " (personal NONE)", new NotifyCommand(true, List.of(
                new NotifyCommand.Group(NotifyCommand.Filter.SELECTED_DELAYED, List.of(), Set.of(NotifyCommand.Event.MESSAGENEW,
                    NotifyCommand.Event.MESSAGEEXPUNGE), List.of(Plain.UID, Plain.PREVIEW)),
                new NotifyCommand.Group(NotifyCommand.Filter.SUBTREE, List.of("a", "b"), Set.of(NotifyCommand.Event.MAILBOXNAME,
                    NotifyCommand.Event.OTHER), List.of()),
                new NotifyCommand.Group(NotifyCommand.Filter.PERSONAL, List.of(), Set.of(), List.of())))),
        new Good("COMPRESS deflate", new CompressCommand("DEFLATE")),
        new Good("CANCELUPDATE \"a1\" \"b\"", new CancelUpdateCommand(List.of("a1", "b"))),
        new Good("SORT (REVERSE DATE SUBJECT) utf-8 ALL", new SortCommand(new SearchCommand(false, Optional.empty(),
            Optional.of("UTF-8"), new SearchKey.All()), List.of(new SortKey(SortKey.Field.DATE, true),
                new SortKey(SortKey.Field.SUBJECT, false)))),
        new Good("UID THREAD REFERENCES US-ASCII 1", new ThreadCommand(new SearchCommand(true, Optional.empty(),
            Optional.of("US-ASCII"), new Numbers(ONE)), ThreadCommand.Algorithm.REFERENCES)),
        new Good("GETQUOTA \"\"", new QuotaCommand(QuotaCommand.Kind.GET, "")),
        new Good("NOTIFY NONE", new NotifyCommand(false, List.of())),
        new Good("NOTIFY SET STATUS (selected-delayed (MessageNew (UID PREVIEW) MessageExpunge)) (SUBTREE (a b) (mailboxname x))"
            + " (personal NONE)", new NotifyCommand(true, List.of(
                new NotifyCommand.Group(NotifyCommand.Filter.SELECTED_DELAYED, List.of(), Set.of(NotifyCommand.Event.MESSAGENEW,
                    NotifyCommand.Event.MESSAGEEXPUNGE), List.of(Plain.UID, Plain.PREVIEW)),
                new NotifyCommand.Group(NotifyCommand.Filter.SUBTREE, List.of("a", "b"), Set.of(NotifyCommand.Event.MAILBOXNAME,
                    NotifyCommand.Event.OTHER), List.of()),
                new NotifyCommand.Group(NotifyCommand.Filter.PERSONAL, List.of(), Set.of(), List.of())))),
        new Good("COMPRESS deflate", new CompressCommand("DEFLATE")),
        new Good("CANCELUPDATE \"a1\" \"b\"", new CancelUpdateCommand(List.of("a1", "b"))),
        new Good("SORT (REVERSE DATE SUBJECT) utf-8 ALL", new SortCommand(new SearchCommand(false, Optional.empty(),
            Optional.of("UTF-8"), new SearchKey.All()), List.of(new SortKey(SortKey.Field.DATE, true),
                new SortKey(SortKey.Field.SUBJECT, false)))),
        new Good("UID THREAD REFERENCES US-ASCII 1", new ThreadCommand(new SearchCommand(true, Optional.empty(),
            Optional.of("US-ASCII"), new Numbers(ONE)), ThreadCommand.Algorithm.REFERENCES)),
        new Good("GETQUOTAROOT INBOX", new QuotaCommand(QuotaCommand.Kind.OF_MAILBOX, "INBOX")),
        new Good("SETQUOTA \"\" (STORAGE 512)", new QuotaCommand(QuotaCommand.Kind.SET, "")),
        new Good("STATUS a (DELETED-STORAGE)", new StatusCommand("a", List.of(Item.DELETED_STORAGE))),
        new Good("CREATE R&-D", new CreateCommand("R&D", List.of())),
        new Good("CREATE Sent (USE (\\Sent \\Archive))", new CreateCommand("Sent", List.of("\\SENT", "\\ARCHIVE"))),
        new Good("CREATE a]", new CreateCommand("a]", List.of())),
        new Good("DELETE a", new DeleteCommand("a")),
        // a tilde begins a literal only before its length: RFC 9051 section 9's ATOM-CHAR
        new Good("SELECT ~foo", new SelectCommand("~foo", false, false, Optional.empty())),
        new Good("CREATE ~", new CreateCommand("~", List.of())),
        new Good("RENAME ~{2}\r\n~a ~b~", new RenameCommand("~a", "~b~")),
        new Good("STATUS ~/a (MESSAGES)", new StatusCommand("~/a", List.of(Item.MESSAGES))),
        new Good("SELECT !#$'+,-.0123456789:;<=>?@^_`|[}", new SelectCommand("!#$'+,-.0123456789:;<=>?@^_`|[}", false, false, Optional.empty())),
        // such names are none, which is no error of the syntax
        new Good("SELECT a&b", new SelectCommand("\uD800a&b", false, false, Optional.empty())),
        new Good("CREATE &AA-", new CreateCommand("\uD800&AA-", List.of())),
        new Good("RENAME &2D0- a", new RenameCommand("\uD800&2D0-", "a")),
        new Good("LIST ~ ~%", list(false, false, Set.of(), "~", List.of("~%"), Set.of(), List.of())),
        new Good("RENAME a {3+}\r\nb c", new RenameCommand("a", "b c")),
        new Good("SUBSCRIBE a", new SubscribeCommand("a", true)),
        new Good("UNSUBSCRIBE a", new SubscribeCommand("a", false)),
        new Good("STATUS a (messages MESSAGES uidnext)", new StatusCommand("a", List.of(Item.MESSAGES, Item.UIDNEXT))),
        new Good("LIST \"\" *", list(false, false, Set.of(), "", List.of("*"), Set.of(), List.of())),
        new Good("LIST \"\" \"\"", list(false, false, Set.of(), "", List.of(""), Set.of(), List.of())),
        new Good("LSUB a %", list(true, false, Set.of(), "a", List.of("%"), Set.of(), List.of())),
        new Good("LIST () \"\" %", list(false, true, Set.of(), "", List.of("%"), Set.of(), List.of())),
        new Good("LIST \"\" % RETURN ()", list(false, true, Set.of(), "", List.of("%"), Set.of(), List.of())),
        new Good("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (a% b*) RETURN (CHILDREN STATUS (MESSAGES UNSEEN))",
            list(false, true, Set.of(Select.SUBSCRIBED, Select.RECURSIVEMATCH), "", List.of("a%", "b*"),
                Set.of(Return.CHILDREN, Return.STATUS), List.of(Item.MESSAGES, Item.UNSEEN))));

    private static final List<Good> MESSAGES = List.of(
        new Good("EXPUNGE", new ExpungeCommand(Optional.empty())),
        new Good("UID EXPUNGE 1", new ExpungeCommand(Optional.of(ONE))),
        new Good("COPY 2,4:7,9:* a", new CopyCommand(false, MANY, "a", false)),
        new Good("uid move 1 a", new CopyCommand(true, ONE, "a", true)),
        new Good("UID COPY $ a", new CopyCommand(true, SequenceSet.SAVED, "a", false)),
        new Good("STORE 1 +FLAGS.SILENT (\\deleted $Junk)",
            store(false, Mode.ADD, true, Optional.empty(), Flag.DELETED, new Flag("$Junk"))),
        new Good("STORE 1 FLAGS ()", store(false, Mode.REPLACE, false, Optional.empty())),
        new Good("STORE 1 FLAGS (\\Recent)", store(false, Mode.REPLACE, false, Optional.empty())),
        new Good("STORE 1 -FLAGS a \\Seen",
            store(false, Mode.REMOVE, false, Optional.empty(), Flag.SEEN, new Flag("a"))),
        new Good("UID STORE 1 (UNCHANGEDSINCE 0) FLAGS a",
            store(true, Mode.REPLACE, false, Optional.of(0L), new Flag("a"))));

    private static final List<Good> FETCHES = List.of(
        new Good("FETCH 1 fast", fetch(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE)),
        new Good("FETCH 1 ALL", fetch(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE)),
        new Good("FETCH 1 FULL",
            fetch(Plain.FLAGS, Plain.INTERNALDATE, Plain.RFC822_SIZE, Plain.ENVELOPE, Plain.BODY)),
        new Good("FETCH 1 (UID BODY BODYSTRUCTURE MODSEQ EMAILID)",
            fetch(Plain.UID, Plain.BODY, Plain.BODYSTRUCTURE, Plain.MODSEQ, Plain.EMAILID)),
        new Good("UID FETCH 1 FLAGS", new FetchCommand(true, ONE, List.of(Plain.FLAGS), Modifiers.NONE)),
        new Good("FETCH 1 FLAGS (CHANGEDSINCE 0)",
            new FetchCommand(false, ONE, List.of(Plain.FLAGS), Modifiers.changedSince(0))),
        new Good("FETCH 1 FLAGS (CHANGEDSINCE 12)",
            new FetchCommand(false, ONE, List.of(Plain.FLAGS), Modifiers.changedSince(12))),
        new Good("UID FETCH 1 FLAGS (PARTIAL -1:-30 CHANGEDSINCE 5 VANISHED)", new FetchCommand(true, ONE, List.of(Plain.FLAGS),
            new Modifiers(Optional.of(5L), true, Optional.of(new PageRange(1, 30, true))))),
        new Good("FETCH 1 (SAVEDATE PREVIEW (LAZY) UID)", fetch(Plain.SAVEDATE, Plain.PREVIEW, Plain.UID)),
        new Good("FETCH 1 PREVIEW (CHANGEDSINCE 12)",
            new FetchCommand(false, ONE, List.of(Plain.PREVIEW), Modifiers.changedSince(12))),
        new Good("FETCH 1 rfc822.text", fetch(new Body(Section.TEXT, false, Optional.empty(), "RFC822.TEXT"))),
        new Good("FETCH 1 body[]", fetch(new Body(Section.ALL, false, Optional.empty(), "BODY[]"))),
        new Good("FETCH 1 BODY.PEEK[1.2.mime]<0.10>",
            fetch(new Body(new Section(List.of(1, 2), Section.Text.MIME, List.of()), true,
                Optional.of(new Partial(0, 10)), "BODY[1.2.MIME]"))),
        new Good("FETCH 1 BODY[3]", fetch(body(List.of(3), Section.Text.WHOLE, List.of(), "BODY[3]"))),
        new Good("FETCH 1 BODY[HEADER.FIELDS (From \"a(b\")]", fetch(body(List.of(), Section.Text.HEADER_FIELDS,
            List.of("From", "a(b"), "BODY[HEADER.FIELDS (From \"a(b\")]"))),
        new Good("FETCH 1 BODY[2.HEADER.FIELDS.NOT (x)]", fetch(body(List.of(2), Section.Text.HEADER_FIELDS_NOT,
            List.of("x"), "BODY[2.HEADER.FIELDS.NOT (x)]"))),
        new Good("FETCH 1 (BINARY.PEEK[1]<3.4> BINARY.SIZE[1.2] BINARY[])",
            fetch(new Binary(List.of(1), true, Optional.of(new Partial(3, 4))), new BinarySize(List.of(1, 2)),
                new Binary(List.of(), false, Optional.empty()))));

    private static final List<Good> SEARCHES = List.of(
        new Good("SEARCH ALL", search(new SearchKey.All())),
        new Good("SEARCH 1 $", search(and(new Numbers(ONE), new Numbers(SequenceSet.SAVED)))),
        new Good("SEARCH UNSEEN", search(new Not(new HasFlag(Flag.SEEN)))),
        new Good("SEARCH UNKEYWORD $a", search(new Not(new HasFlag(new Flag("$a"))))),
        new Good("SEARCH NEW", search(new SearchKey.And(List.of(new SearchKey.Recent(), new SearchKey.Not(new SearchKey.HasFlag(Flag.SEEN)))))),
        new Good("SEARCH OR FROM a (NOT SUBJECT \"b c\" DELETED)", search(new Or(new HasField("FROM", "a"),
            and(new Not(new HasField("SUBJECT", "b c")), new HasFlag(Flag.DELETED))))),
        new Good("SEARCH HEADER X-a \"\"", search(new HasField("X-a", ""))),
        new Good("SEARCH SINCE 1-Feb-1994 SENTON \"02-mar-2020\"", search(and(
            new Received(When.SINCE, LocalDate.of(1994, 2, 1)), new Sent(When.ON, LocalDate.of(2020, 3, 2))))),
        new Good("SEARCH MODSEQ \"/flags/\\\\draft\" all 620162338", search(new ModSeq(620162338))),
        new Good("SEARCH MODSEQ 0", search(new ModSeq(0))),
        new Good("SEARCH CHARSET UTF-8 TEXT {3}\r\n\u00e2\u0082\u00ac",
            new SearchCommand(false, Optional.empty(), Optional.of("UTF-8"), new InText("€"))),
        new Good("SEARCH CHARSET KOI8-R TEXT {1}\r\n\u00e2",
            new SearchCommand(false, Optional.empty(), Optional.of("KOI8-R"), new SearchKey.All())),
        new Good("UID SEARCH RETURN (MIN COUNT) UID 1 LARGER 5", new SearchCommand(true,
            Optional.of(Returns.of(Returns.Option.MIN, Returns.Option.COUNT)), Optional.empty(),
            and(new Uids(ONE), new Larger(5)))),
        new Good("SEARCH RETURN (PARTIAL 7:3) FUZZY YOUNGER 60", new SearchCommand(false, Optional.of(
            new Returns(Set.of(Returns.Option.PARTIAL), Optional.of(new PageRange(3, 7, false)))), Optional.empty(),
            new SearchKey.Within(false, 60))),
        new Good("SEARCH RETURN (RELEVANCY) FUZZY ALL", new SearchCommand(false, Optional.of(Returns.of(Returns.Option.RELEVANCY)),
            Optional.empty(), new SearchKey.All())),
        new Good("SEARCH OLDER 1 SAVEDSINCE 1-Feb-1994", search(and(new SearchKey.Within(true, 1),
            new SearchKey.Saved(When.SINCE, LocalDate.of(1994, 2, 1))))));

    private static final List<Good> GOOD =
        Stream.of(ANYWHERE, MAILBOXES, MESSAGES, FETCHES, SEARCHES).flatMap(List::stream).toList();

    private static final List<String> BAD = List.of(
        "", "NOOPE", "NOOP ", "NOOP x", " NOOP", "IDLE x", "UID", "UID NOOP", "ENABLE", "ID", "ID (\"a\")",
        "LOGIN", "LOGIN a", "LOGIN a b c", "LOGIN  a b", "LOGIN \"a b", "LOGIN \"a\\b\" c", "LOGIN a {3}\r\nx",
        "LOGIN a {2}\r\n\0x", "LOGIN {1}\r\n\u00ff b", "LOGIN a b(", "AUTHENTICATE", "AUTHENTICATE PLAIN !",
        "SELECT", "SELECT a b", "SELECT a (QRESYNC)", "SELECT a (QRESYNC (0 1))", "SELECT a (QRESYNC (1 0))", "SELECT a (QRESYNC (1 2 *))",
        "SELECT a (QRESYNC (1 2 1 ))", "SELECT a (QRESYNC (1 2 $))", "SELECT a ()", "NOTIFY", "NOTIFY SET", "NOTIFY SET STATUS",
        "NOTIFY SET (personal (MessageNew))", "NOTIFY SET (personal (FlagChange))", "NOTIFY SET (selected (MailboxName))",
        "NOTIFY SET (personal (MessageNew (UID) MessageExpunge))", "NOTIFY SET (foo NONE)", "NOTIFY SET (selected ())",
        "NOTIFY SET (selected NONE) (selected-delayed NONE)", "COMPRESS", "CANCELUPDATE", "CANCELUPDATE a",
        "SORT DATE UTF-8 ALL", "SORT (REVERSE) UTF-8 ALL", "SORT (DATE) ALL", "SORT (" + "DATE ".repeat(20) + "DATE) UTF-8 ALL",
        "SORT RETURN (UPDATE) (DATE) UTF-8 ALL", "THREAD X UTF-8 ALL", "THREAD REFERENCES ALL", "GETQUOTA", "SETQUOTA a", "SETQUOTA a (STORAGE)", "CREATE \"a\tb\"", "CREATE \u00e9",
        "CREATE \"\u00c3\u00a9\"", "CREATE a (USE \\Sent)", "CREATE a ]", "RENAME a", "STATUS a", "STATUS a ()",
        "STATUS a (X)", "LIST \"\"", "LIST (RECURSIVEMATCH) \"\" *", "LIST (X) \"\" *", "LIST \"\" * RETURN",
        "LIST \"\" () ", "LIST \"\" * RETURN (STATUS ())", "LIST \"\" " + "%".repeat(2_001),
        "UID EXPUNGE", "EXPUNGE 1", "COPY 0 a", "COPY 1: a", "COPY 1,, a", "COPY 4294967296 a", "COPY -1 a", "COPY a b",
        "STORE 1 FLAGS", "STORE 1 X (a)", "STORE 1 +FLAGS (\\Foo)", "STORE 1 FLAGS (a b",
        "STORE 1 (UNCHANGEDSINCE) FLAGS a", "APPEND a \"x\"", "APPEND a {3}\r\nabc",
        "FETCH 1", "FETCH 1 ()", "FETCH 1 (FLAGS FLAGS2)", "FETCH 1 FAST FLAGS", "FETCH 1 BODY[", "FETCH 1 BODY[x]",
        "FETCH 1 BODY[MIME]", "FETCH 1 BODY[1.]", "FETCH 1 BODY[0]", "FETCH 1 BODY[1.HEADER.FIELDS ()]",
        "FETCH 1 BODY[HEADER.FIELDS (\"a b\")]", "FETCH 1 BODY[]<0.0>", "FETCH 1 BODY[]<1>", "FETCH 1 BODY.PEEK",
        "FETCH 1 BINARY[1.MIME]", "FETCH 1 FLAGS (PARTIAL 1:2)", "UID FETCH 1 FLAGS (VANISHED)", "UID FETCH 1 FLAGS (PARTIAL 1:-2)",
        "UID FETCH 1 FLAGS ()", "FETCH 1 PREVIEW (EAGER)", "SEARCH RETURN (PARTIAL 1) ALL", "SEARCH RETURN (PARTIAL 1:*) ALL",
        "SEARCH RETURN (ALL PARTIAL 1:2) ALL", "SEARCH RETURN (PARTIAL 1:2 PARTIAL 1:2) ALL", "SEARCH RETURN (RELEVANCY) ALL",
        "SEARCH YOUNGER 0", "SEARCH FUZZY", "SEARCH SAVEDON x",
        "FETCH 1 FLAGS (VANISHED)",
        "FETCH 1 (FLAGS" + (" BODY[HEADER.FIELDS (a" + " a".repeat(199) + ")]").repeat(3) + ")",
        "NOTIFY SET (selected (MessageNew (UID" + (" BODY[HEADER.FIELDS (a" + " a".repeat(199) + ")]").repeat(3)
            + ") MessageExpunge))",
        "FETCH 1 (FLAGS" + " FLAGS".repeat(200) + ")", "FETCH 1 BODY[" + "1.".repeat(100) + "1]",
        "SEARCH", "SEARCH FOO", "SEARCH OR ALL", "SEARCH (ALL", "SEARCH SINCE 31-Feb-2020", "SEARCH SINCE 1-Foo-2020",
        "SEARCH SINCE 1-Feb-20", "SEARCH LARGER", "SEARCH RETURN (X) ALL",
        "SEARCH " + "(".repeat(60) + "ALL" + ")".repeat(60), "SEARCH " + "NOT ".repeat(60) + "ALL",
        "SEARCH ALL" + " ALL".repeat(1000));

    @TestFactory Stream<DynamicTest> parses() {
        return GOOD.stream().map(g -> DynamicTest.dynamicTest(g.text,
            () -> assertEquals(new Outcome.Ok("a1", g.want), parse("a1 " + g.text))));
    }

    @TestFactory Stream<DynamicTest> refuses() {
        return BAD.stream().map(text -> DynamicTest.dynamicTest(name(text), () -> {
            var bad = assertInstanceOf(Outcome.Bad.class, parse("a1 " + text));
            assertEquals("a1", bad.tag());
            assertTrue(bad.why().chars().allMatch(c -> c >= ' ' && c < 0x7F), bad.why());
        }));
    }

    @TestFactory Stream<DynamicTest> hasNoTag() {
        return Stream.of("", "+ NOOP", "(", " NOOP", "\u00e9 NOOP").map(text -> DynamicTest.dynamicTest(name(text),
            () -> assertEquals("*", assertInstanceOf(Outcome.Bad.class, parse(text)).tag())));
    }

    @Test void namesInUtf8() {
        var outcome = CommandParser.parse(Frame.of("a SELECT \"R&D \u00c3\u00a9\""), Names.UTF8);
        assertEquals(new Outcome.Ok("a", new SelectCommand("R&D é", false, false, Optional.empty())), outcome);
    }

    private static AppendCommand.Message message(AppendCommand.Piece... pieces) {
        return new AppendCommand.Message(Set.of(), Optional.empty(), List.of(pieces));
    }

    private static AppendCommand.Literal literal(int index, boolean binary) { return new AppendCommand.Literal(index, 310, binary); }

    private record WithMessages(String text, TakesMessages want) {}

    /** A bar stands for a message. */
    private static final List<WithMessages> WITH_MESSAGES = List.of(
        new WithMessages("APPEND \"x y\" (\\Seen $a) \" 7-Jul-1996 02:44:25 -0700\" {310}\r\n|", new AppendCommand("x y", List.of(
            new AppendCommand.Message(Set.of(Flag.SEEN, new Flag("$a")), Optional.of(Instant.parse("1996-07-07T09:44:25Z")),
                List.of(literal(0, false)))))),
        new WithMessages("APPEND x UTF8 (~{310}\r\n|)", new AppendCommand("x", List.of(message(literal(0, true))))),
        new WithMessages("APPEND x ~{310+}\r\n|", new AppendCommand("x", List.of(message(literal(0, true))))),
        new WithMessages("APPEND x {310}\r\n| (\\Seen) {310}\r\n|", new AppendCommand("x", List.of(message(literal(0, false)),
            new AppendCommand.Message(Set.of(Flag.SEEN), Optional.empty(), List.of(literal(1, false)))))),
        new WithMessages("APPEND x CATENATE (URL /a TEXT {310}\r\n| URL {2}\r\n/b TEXT {310}\r\n|) {310}\r\n|", new AppendCommand("x",
            List.of(message(new AppendCommand.Url("/a"), literal(0, false), new AppendCommand.Url("/b"), literal(1, false)),
                message(literal(2, false))))),
        new WithMessages("APPEND x CATENATE (URL /a)", new AppendCommand("x", List.of(message(new AppendCommand.Url("/a"))))),
        new WithMessages("REPLACE 1 x {310}\r\n|",
            new ReplaceCommand(false, ONE, new AppendCommand("x", List.of(message(literal(0, false)))))),
        new WithMessages("UID REPLACE 1 x CATENATE (TEXT {310}\r\n|)",
            new ReplaceCommand(true, ONE, new AppendCommand("x", List.of(message(literal(0, false)))))));

    @TestFactory Stream<DynamicTest> takesMessages() {
        return WITH_MESSAGES.stream().map(w -> DynamicTest.dynamicTest(name(w.text), () -> {
            assertEquals(new Outcome.Ok("a", (ImapCommand) w.want), CommandParser.parse(left("a " + w.text), Names.MODIFIED_UTF7));
            for (int at = w.text.indexOf('|'); at >= 0; at = w.text.indexOf('|', at + 1)) {
                var sofar = left("a " + w.text.substring(0, at + 1));
                assertEquals(w.want.append().mailbox(),
                    CommandParser.withMessages(sofar, Names.MODIFIED_UTF7).orElseThrow().append().mailbox());
            }
        }));
    }

    private static Frame left(String text) {
        var octets = new StringBuilder();
        var left = new java.util.ArrayList<Frame.Left>();
        for (char c : text.toCharArray()) {
            if (c == '|') left.add(new Frame.Left(octets.length(), 310));
            else octets.append(c);
        }
        return new Frame(Frame.of(octets.toString()).octets(), left);
    }

    @TestFactory Stream<DynamicTest> takesNoMessage() {
        return Stream.of("a APPEND {3}\r\n|", "a LOGIN {3}\r\n|", "a APPEND x {3", "a APPEND x (\\Foo) {3}\r\n|", "",
            "{3}\r\n|", "a APPENDX y {3}\r\n|", "a APPEND x CATENATE (URL {3}\r\n|", "a APPEND x CATENATE ({3}\r\n|",
            "a APPEND x {3}\r\n|{3}\r\n|", "a REPLACE 1:2 x {3}\r\n|", "a REPLACE 1,2 x {3}\r\n|", "a UID REPLACE $ x {3}\r\n|").map(
                text -> DynamicTest.dynamicTest(name(text),
                    () -> assertEquals(Optional.empty(), CommandParser.withMessages(left(text), Names.MODIFIED_UTF7))));
    }

    @TestFactory Stream<DynamicTest> refusesMessages() {
        return Stream.of("APPEND x CATENATE (TEXT {3}\r\n|", "APPEND x CATENATE ()", "APPEND x UTF8 ({3}\r\n|)", "APPEND x UTF8 (~{3}\r\n|",
            "APPEND x {3}\r\n| ", "APPEND x {3}\r\n|x", "APPEND x CATENATE (TEXT {1}\r\na)", "REPLACE 1 x {3}\r\n| {3}\r\n|",
            "APPEND x CATENATE (" + "URL a ".repeat(101) + "URL a)").map(text -> DynamicTest.dynamicTest(name(text), () ->
                assertInstanceOf(Outcome.Bad.class, CommandParser.parse(left("a " + text), Names.MODIFIED_UTF7))));
    }

    @TestFactory Stream<DynamicTest> isTotal() {
        return Stream.of(1L, 2L, 3L).map(seed -> DynamicTest.dynamicTest("seed " + seed, () -> {
            var random = new Random(seed);
            for (int i = 0; i < 30_000; i++) {
                var frame = Frame.of(mutate(random));
                assertNotNull(CommandParser.parse(frame, Names.values()[random.nextInt(2)]));
                int messageAt = random.nextInt(frame.octets().length + 1);
                var left = List.of(new Frame.Left(messageAt, 5));
                assertNotNull(CommandParser.withMessages(new Frame(frame.octets(), left), Names.UTF8));
                assertNotNull(CommandParser.tag(frame));
            }
        }));
    }

    /** Of commands that are right, without their tags. */
    static List<String> texts() { return Stream.concat(GOOD.stream().map(Good::text), WITH_MESSAGES.stream().map(WithMessages::text)).toList(); }

    private static String mutate(Random random) {
        var text = new StringBuilder("a1 " + any(random));
        for (int n = random.nextInt(4); n-- > 0; ) {
            text.setCharAt(random.nextInt(text.length()), NOISE.charAt(random.nextInt(NOISE.length())));
        }
        if (random.nextInt(3) == 0) text.insert(random.nextInt(text.length()), any(random));
        return text.substring(0, random.nextInt(text.length() + 1));
    }

    private static String any(Random random) {
        return random.nextInt(6) == 0 ? WITH_MESSAGES.get(random.nextInt(WITH_MESSAGES.size())).text
            : GOOD.get(random.nextInt(GOOD.size())).text;
    }

    private static Outcome parse(String text) { return CommandParser.parse(Frame.of(text), Names.MODIFIED_UTF7); }

    private static String name(String text) { return "'" + text.substring(0, Math.min(70, text.length())); }

    private static FetchCommand fetch(FetchItem... items) {
        return new FetchCommand(false, ONE, List.of(items), Modifiers.NONE);
    }

    private static Body body(List<Integer> part, Section.Text text, List<String> fields, String label) {
        return new Body(new Section(part, text, fields), false, Optional.empty(), label);
    }

    private static StoreCommand store(boolean uid, Mode mode, boolean silent, Optional<Long> since, Flag... flags) {
        return new StoreCommand(uid, ONE, mode, silent, Set.of(flags), since);
    }

    private static SearchCommand search(SearchKey key) {
        return new SearchCommand(false, Optional.empty(), Optional.empty(), key);
    }

    private static And and(SearchKey... keys) { return new And(List.of(keys)); }

    private static ListCommand list(boolean lsub, boolean extended, Set<Select> select, String reference,
                                    List<String> patterns, Set<Return> returns, List<Item> status) {
        return new ListCommand(lsub, extended, select, reference, patterns, returns, status);
    }

    /** What a literal before them is asked for takes no more than they have: strangers may send as many as fill a frame. */
    @Test void stringsTakeWhatTheyHave() {
        var text = new StringBuilder("a APPEND x");
        while (text.length() < 38_000) text.append(" CATENATE (URL \"\"").append(" URL \"\"".repeat(99)).append(')');
        var frame = left(text + " CATENATE (TEXT {310}\r\n|");
        CommandParser.withMessages(frame, Names.UTF8);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertTrue(CommandParser.withMessages(frame, Names.UTF8).isPresent());
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 8L << 20, allocated + " octets");
    }

    @Test void messagesOfACommandAreCounted() {
        var url = " CATENATE (URL \"x\")";
        assertInstanceOf(Outcome.Ok.class, CommandParser.parse(Frame.of("a APPEND x" + url.repeat(200)), Names.UTF8));
        assertInstanceOf(Outcome.Bad.class, CommandParser.parse(Frame.of("a APPEND x" + url.repeat(201)), Names.UTF8));
    }
}
