package sigillo.moving;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sigillo.account.MailboxId;
import sigillo.archive.Keeping.Outcome;
import sigillo.imap.Response;
import sigillo.imap.Response.Condition;

/**
 * Takes one folder: looks at what is in it, brings what was taken earlier up to date, and takes what is new. What was taken
 * stays taken when the conversation breaks.
 */
final class FolderMove {
    private final Talk talk;
    private final Run run;
    private final Folder folder;
    /** Its messages say by their labels where they belong. */
    private final boolean byLabels;
    /** Empty where it does not say. */
    private OptionalLong exists = OptionalLong.empty();
    private OptionalLong uidValidity = OptionalLong.empty();
    private Progress progress;
    private Optional<MailboxId> place = Optional.empty();
    private int unsaved;
    private boolean full;

    FolderMove(Talk talk, Run run, Folder folder, boolean byLabels) {
        this.talk = talk;
        this.run = run;
        this.folder = folder;
        this.byLabels = byLabels;
    }

    /** What is gone of it since an earlier run; empty when that cannot be said. */
    Optional<Gone> take() throws IOException {
        if (!byLabels) place = run.places().of(folder);
        if (place.isEmpty() && !byLabels) {
            run.tally().refuse("no mailbox can be called " + folder.path());
            return Optional.empty();
        }
        if (!open()) return Optional.empty();
        progress = run.progress(folder, uidValidity.getAsLong());
        try {
            var look = new Look(this, talk).run(exists);
            if (look.isEmpty()) return Optional.empty();
            new Fetching(this, talk).run(look.get().wanted());
            finish();
            mustHaveRoom();
            boolean tells = run.followsDeletes() && look.get().isComplete();
            return tells ? Optional.of(new Gone(progress, look.get().seen(), look.get().left())) : Optional.empty();
        } catch (IOException broken) {
            if (!full) finish();
            throw broken;
        }
    }

    /** EXAMINE changes nothing, not even what is recent: RFC 9051 section 6.3.3. */
    private boolean open() throws IOException {
        var answer = talk.await(talk.send("EXAMINE " + Talk.quoted(folder.name().unsafeArray())), (response, _) -> {
            switch (response) {
                case Response.Exists(long count) -> exists = OptionalLong.of(count);
                case Condition status when status.code().equals("UIDVALIDITY") -> uidValidity = status.number();
                default -> { }
            }
        });
        if (!answer.isOk()) return refuse("cannot be opened: " + Talk.told(answer));
        if (uidValidity.isEmpty()) return refuse("has no UIDVALIDITY");
        if (exists.isEmpty()) refuse("does not say how many messages it has");
        if (exists.orElse(0) > MovingLimits.MESSAGES_OF_FOLDER_MAX) return refuse("has more than " + MovingLimits.MESSAGES_OF_FOLDER_MAX + " messages");
        return true;
    }

    boolean refuse(String why) {
        run.tally().refuse(folder.path() + " " + why);
        return false;
    }

    Run run() { return run; }

    Progress progress() { return progress; }

    /** Whether this run has not looked at the folder before its conversation broke. */
    boolean firstLook() { return run.tally().look(folder); }

    boolean byLabels() { return byLabels; }

    /** The items of FETCH that say how a message is marked, and where it belongs. */
    String items() { return byLabels ? "UID FLAGS X-GM-LABELS" : "UID FLAGS"; }

    /** How a message stands at the source: its marks and its places. */
    record Standing(Marks marks, List<MailboxId> places) {}

    Standing standing(Response.Fetched fetched) {
        var marks = Marks.of(fetched.flags().orElseThrow());
        if (!byLabels) return new Standing(marks, List.of(place.orElseThrow()));
        var keywords = Places.keywords(marks);
        var places = run.places().of(fetched.labels().orElse(List.of()), keywords);
        return new Standing(new Marks(keywords, marks.deleted()), places);
    }

    /** What became of a message that was taken. */
    void taken(long uid, Standing standing, Outcome outcome) {
        switch (outcome) {
            case Outcome.Kept(var email) -> {
                run.tally().kept++;
                remember(uid, new Taken(email, standing.marks().hashes(), standing.places()));
            }
            case Outcome.There(var email, boolean placed) -> {
                run.emails().add(email, standing.marks(), standing.places());
                if (placed) run.tally().placed++;
                else run.tally().there++;
                remember(uid, new Taken(email, standing.marks().hashes(), standing.places()));
            }
            case Outcome.Refused(var why) -> refuse("UID " + uid + ": " + why);
            case Outcome.Full() -> full = true;
        }
    }

    private void remember(long uid, Taken taken) {
        progress.put(uid, taken);
        if (++unsaved < MovingLimits.REMEMBERED_TOGETHER) return;
        progress.save();
        unsaved = 0;
    }

    /** Throws when the account takes no more. */
    void mustHaveRoom() throws IOException {
        if (!full) return;
        finish();
        throw new Hopeless("the account holds as much as it may (quota); what was taken is kept, and with more room the next run continues");
    }

    private void finish() {
        run.keeping().flush();
        progress.save();
        unsaved = 0;
    }
}
