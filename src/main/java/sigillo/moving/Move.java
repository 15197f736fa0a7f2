package sigillo.moving;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.Account;
import sigillo.account.Role;
import sigillo.archive.ComparingRoom;
import sigillo.spool.Spool;

/**
 * One run of an import from another server into an account that is open. It can be stopped and done again at any time: the
 * next run takes what is new at the source since, and what is marked otherwise. When the conversation breaks it is opened
 * again, some times. To be closed. One thread.
 */
public final class Move implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("sigillo.moving");
    private static final String GMAIL = "X-GM-EXT-1";

    private final Source source;
    private final Patience patience;
    private final Opening opening;
    private final Run run;
    private final List<Gone> gone = new ArrayList<>();
    private long followed;
    private boolean tells = true;

    /**
     * {@code into}: a mailbox below which all is put. {@code followsDeletes}: what an earlier run has taken and is gone at the
     * source goes here too, if it was not touched. Throws {@link IOException} when the certificates cannot be read.
     */
    public Move(
            Source source, Account account, Optional<String> into, boolean followsDeletes, Patience patience, Spool spool,
            ComparingRoom room) throws IOException {
        this.source = source;
        this.patience = patience;
        this.opening = new Opening(source, patience, spool);
        this.run = Run.of(account, source, into, followsDeletes, room);
    }

    @Override public void close() { run.keeping().close(); }

    /** Throws {@link IOException} with a sentence for people; what was taken stays, and another run continues. */
    public Moved run() throws IOException {
        boolean hasSpoken = false;
        for (int breaks = 0; ; pause(breaks)) {
            long before = run.tally().steps();
            try (var talk = opening.open()) {
                hasSpoken = true;
                all(talk);
                talk.leave();
                return run.tally().result();
            } catch (Hopeless end) {
                throw end;
            } catch (IOException e) {
                if (!hasSpoken) throw e;
                breaks = run.tally().steps() > before ? 1 : breaks + 1;
                if (breaks > MovingLimits.BREAKS_MAX) throw new IOException("it broke off " + breaks + " times in a row: " + e.getMessage(), e);
                LOG.log(System.Logger.Level.INFO, "an import over IMAP broke off and is continued: " + e.getMessage());
            }
        }
    }

    private void pause(int breaks) throws IOException {
        try {
            Thread.sleep(patience.pauseAfter(breaks));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Hopeless("it was stopped", e);
        }
    }

    private void all(Talk talk) throws IOException {
        var folders = Catalogue.read(talk, run.tally());
        var labelled = folders.stream().filter(folder -> folder.is("\\all") && folder.isSelectable()).findFirst();
        boolean isGmail = labelled.isPresent() && talk.capabilities().contains(GMAIL);
        for (var folder : folders) {
            if (!folder.isSelectable() || run.tally().isFinished(folder)) continue;
            if (isGmail && folder.equals(labelled.get())) take(talk, folder, true);
            else if (isView(folder)) continue;
            else if (!isGmail || isOutsideOfAll(folder)) take(talk, folder, false);
            else run.places().of(folder); // what is in it comes by its label
        }
        if (run.followsDeletes() && tells && run.tally().isWithoutRefusals()) Gone.follow(gone, run);
    }

    /** RFC 6154 section 2: what is in other mailboxes, shown once more. RFC 8457 section 3: likewise. */
    private static boolean isView(Folder folder) { return folder.is("\\all") || folder.is("\\flagged") || folder.is("\\important"); }

    /** Gmail's "all mail" holds all but these. */
    private static boolean isOutsideOfAll(Folder folder) { return folder.is(Role.TRASH) || folder.is(Role.JUNK); }

    private void take(Talk talk, Folder folder, boolean byLabels) throws IOException {
        var left = new FolderMove(talk, run, folder, byLabels).take();
        // what is missing in one may have moved to one that does not tell
        if (left.isPresent()) follow(left.get());
        else tells = false;
        run.tally().finish(folder);
        LOG.log(System.Logger.Level.INFO, "an import from " + source.host() + ": " + run.tally().progress());
    }

    private void follow(Gone left) {
        followed += left.seen().count();
        gone.add(left);
        if (followed <= MovingLimits.MESSAGES_FOLLOWED_MAX) return;
        if (tells) run.tally().refuse("deletions are followed among " + MovingLimits.MESSAGES_FOLLOWED_MAX + " messages at most; nothing is removed");
        tells = false;
        gone.clear();
    }
}
