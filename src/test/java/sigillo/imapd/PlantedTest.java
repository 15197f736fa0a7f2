package sigillo.imapd;

import static sigillo.net.PlantedLoader.ECHO;
import static sigillo.net.PlantedLoader.NOTHING;
import static sigillo.net.PlantedLoader.argument;
import static sigillo.net.PlantedLoader.argumentMore;
import static sigillo.net.PlantedLoader.calls;
import static sigillo.net.PlantedLoader.instead;
import static sigillo.net.PlantedLoader.insteadOfField;
import static sigillo.net.PlantedLoader.more;
import static sigillo.net.PlantedLoader.returns;
import static sigillo.net.PlantedLoader.without;
import static sigillo.net.PlantedLoader.withoutFirstOf;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sigillo.net.PlantedFault;
import sigillo.net.PlantedLoader;

/**
 * The transcripts find what they are there to find: each fault, as real servers had it, is planted into the compiled
 * code, and the transcript that is named fails; without a fault it passes.
 */
@Tag("gate")
@Timeout(600)
class PlantedTest {
    @TempDir Path folder;

    private static PlantedFault fault(String says, String type, String method, PlantedLoader.Change change,
            String transcript) {
        return new PlantedFault(says, type, method, change, transcript);
    }

    private static final List<PlantedFault> FAULTS = List.of(
        fault("a mailbox that is made again has the same UIDVALIDITY",
            "account.FolderWork", "uidValidity", instead(1L, 0L), "uids-again.txt"),
        fault("SELECT tells another UIDNEXT", "imapd.Select", "describe", instead(1L, 2L), "select.txt"),
        fault("STATUS counts one octet too few", "imapd.MailboxStatus", "value", more("size", -1), "fetch.txt"),
        fault("EXPUNGE is told with FETCH",
            "imapd.SelectedMailbox", "tellIfReadable", argument(1, 1), "two-clients.txt"),
        fault("numbers stay after EXPUNGE", "imapd.SelectedMailbox", "tellRemovals", without("remove"), "store.txt"),
        fault("nothing is \\Recent", "imapd.SelectedMailbox", "isRecent", returns(0), "recent.txt"),
        fault("SELECT does not say which is unseen", "imapd.Select", "unseen", NOTHING, "select.txt"),
        fault("who asked for silence hears nothing of others",
            "imapd.SelectedMailbox", "isUntold", returns(0), "store-silent.txt"),
        fault("what is silent is told", "imap.StoreCommand", "silent", returns(0), "store-silent.txt"),
        fault("what is read stays unseen", "imapd.Fetch", "marksSeen", returns(0), "fetch.txt"),
        fault("who looks without reading has read", "imap.FetchItem$Body", "peek", returns(0), "fetch.txt"),
        fault("a literal is announced one octet too short",
            "imap.ImapWriter", "literalHead", argumentMore(2, -1), "fetch.txt"),
        fault("a piece is one octet too long", "imapd.BodySections", "cut", more("count", 1), "fetch.txt"),
        fault("UID FETCH does not tell the UID", "imapd.Fetch", "items", without("addFirst"), "fetch.txt"),
        fault("BINARY keeps the line ends of its sender", "message.TextLines", "has", returns(0), "binary-lines.txt"),
        fault("APPENDUID is not told", "imapd.Append", "status", withoutFirstOf("ok"), "append.txt"),
        fault("sizes are not told", "imapd.SelectedMailbox", "tellExists", NOTHING, "append.txt"),
        fault("TRYCREATE is not told", "imapd.CopyMove", "noSuchMailbox", withoutFirstOf("no"), "copy-move.txt"),
        fault("COPY to nowhere is BAD", "imapd.CopyMove", "noSuchMailbox", calls("bad", "no"), "copy-move.txt"),
        fault("COPY drops keywords", "account.EntryRow", "copied", insteadOfField("marks", "NONE"), "copy-flags.txt"),
        fault("COPY takes \\Deleted along", "account.EntryRow", "copied", instead(0, 1), "copy-flags.txt"),
        fault("MOVE leaves the message where it was",
            "account.CopyWork", "write", without("remove"), "copy-move.txt"),
        fault("MOVE tells no COPYUID", "imapd.CopyMove", "tellMoved", NOTHING, "copy-move.txt"),
        fault("what others do is not told",
            "imapd.ImapSession", "done", without("tellIfReadable"), "two-clients.txt"),
        fault("CLOSE leaves the mailbox selected, and tells what it removes",
            "imapd.ImapSession", "onMailbox", without("deselect"), "store.txt"),
        fault("CLOSE removes nothing", "imapd.Expunge", "silently", more("readOnly", 1), "store.txt"),
        fault("EXAMINE lets flags be changed", "imapd.SelectedMailbox", "readOnly", returns(0), "select.txt"),
        fault("a failed search leaves what was saved",
            "imapd.SelectedMailbox", "forgetSaved", NOTHING, "search-saved.txt"),
        fault("UID is not said in ESEARCH", "imapd.Telling", "extended", instead(" UID", ""), "esearch.txt"),
        fault("ranges of a result reach over gaps", "imapd.Telling", "ranges", instead(1L, 2L), "esearch.txt"),
        fault("words of headers are compared as they stand", "message.HeaderText", "decode", ECHO, "esearch.txt"),
        fault("a parent has no children",
            "imapd.MailboxLine", "attributes", instead("\\HasChildren", "\\HasNoChildren"), "list-options.txt"),
        fault("what is gone is only not to be selected",
            "imapd.MailboxList", "tellAbsent", instead("\\NonExistent", "\\Noselect"), "list-options.txt"),
        fault("INBOX is a name like others",
            "account.MailboxPath", "parse", without("equalsIgnoreCase"), "select.txt"),
        fault("& stands alone in modified UTF-7",
            "imap.ModifiedUtf7", "encode", instead((int) '&', 0), "b07-names.txt"),
        fault("SELECT does not tell which mailbox a name in decomposed letters means",
            "imapd.MailboxLine", "tell", more("equals", 1), "names-denormalised.txt"),
        fault("ENABLED names nothing", "imapd.Features", "enable", without("add"), "enable.txt"),
        fault("CLOSED is not told", "imapd.ImapSession", "select", without("line"), "rev2.txt"));

    @TestFactory Stream<DynamicTest> eachIsCaught() { return PlantedFault.tests(FAULTS, this::play); }

    /** By the changed classes alone: the player too is loaded anew. */
    private void play(PlantedLoader loader, String transcript) throws Throwable {
        var player = loader.loadClass("sigillo.imapd.Transcript").getDeclaredMethod("play", Path.class, Path.class);
        player.setAccessible(true);
        try {
            var file = ImapTranscriptTest.FOLDER.resolve(transcript);
            player.invoke(null, file, Files.createTempDirectory(folder, "spool"));
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
