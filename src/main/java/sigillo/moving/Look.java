package sigillo.moving;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.account.MailboxId;
import sigillo.imap.Response;

/** Goes over all that is in a folder: what was taken earlier and is marked otherwise is changed here, what is new is noted. */
final class Look {
    private final FolderMove folder;
    private final Talk talk;
    private final Uids seen = new Uids();
    private final Uids wanted = new Uids();
    private long earlier;

    /** {@code isComplete}: the source has told of as many messages as it says there are. */
    record Seen(Uids seen, Uids wanted, boolean isComplete) {}

    Look(FolderMove folder, Talk talk) {
        this.folder = folder;
        this.talk = talk;
    }

    /** Empty when it does not tell. */
    Optional<Seen> run(long exists) throws IOException {
        if (exists == 0) return Optional.of(new Seen(seen, wanted, true));
        var answer = talk.await(talk.send("UID FETCH 1:* (" + folder.items() + ")"), (response, _) -> {
            if (response instanceof Response.Fetched one && one.uid().isPresent() && one.flags().isPresent()) see(one);
        });
        folder.progress().save();
        if (!answer.isOk()) {
            folder.refuse("does not tell what is in it: " + Talk.told(answer));
            return Optional.empty();
        }
        var all = seen.sorted();
        if (folder.firstLook()) folder.run().tally().earlier += earlier;
        return Optional.of(new Seen(all, wanted.sorted(), all.count() == exists));
    }

    private void see(Response.Fetched one) throws IOException {
        if (seen.count() >= 2 * MovingLimits.MESSAGES_OF_FOLDER_MAX) throw new IOException("it tells of messages without end");
        long uid = one.uid().getAsLong();
        seen.add(uid);
        var before = folder.progress().get(uid);
        if (before.isEmpty()) {
            wanted.add(uid);
            return;
        }
        earlier++;
        // a server that forgets the labels of a message has not taken them off
        if (!folder.byLabels() || one.labels().isPresent()) update(uid, before.get(), folder.standing(one));
    }

    private void update(long uid, Taken before, FolderMove.Standing now) {
        boolean isMarked = !Arrays.equals(before.marks(), now.marks().hashes());
        boolean isPlaced = !new HashSet<>(before.places()).equals(new HashSet<>(now.places()));
        if (!isMarked && !isPlaced) return;
        var run = folder.run();
        var places = isPlaced ? moved(before, now) : before.places();
        if (isMarked) run.emails().mark(before, now.marks());
        folder.progress().put(uid, new Taken(before.email(), now.marks().hashes(), places));
        run.tally().changed++;
    }

    /** Where it is now: what it has left at the source, it leaves here only when deletions are followed. */
    private List<MailboxId> moved(Taken before, FolderMove.Standing now) {
        var run = folder.run();
        var added = now.places().stream().filter(place -> !before.places().contains(place)).toList();
        if (!run.emails().place(before.email(), added)) folder.refuse("a message could not be put into one more mailbox");
        var left = before.places().stream().filter(place -> !now.places().contains(place)).toList();
        boolean follows = run.followsDeletes() && run.emails().isUntouched(before);
        if (follows) run.emails().remove(before.email(), left);
        return follows ? now.places() : Stream.concat(before.places().stream(), added.stream()).toList();
    }
}
