package sigillo.moving;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import sigillo.account.MailboxId;
import sigillo.imap.Response;

/** Goes over all that is in a folder: what was taken earlier and is marked otherwise is changed here, what is new is noted. */
final class Look {
    private final FolderMove folder;
    private final Talk talk;
    private final Uids seen = new Uids();
    private final Uids wanted = new Uids();
    private final Map<Long, List<MailboxId>> left = new HashMap<>();
    private long earlier;

    /**
     * {@code left}: where those are now that have left a mailbox at the source, by UID. {@code isComplete}: the source has told
     * of as many messages as it says there are.
     */
    record Seen(Uids seen, Uids wanted, Map<Long, List<MailboxId>> left, boolean isComplete) {}

    Look(FolderMove folder, Talk talk) {
        this.folder = folder;
        this.talk = talk;
    }

    /** Empty when it does not tell. */
    Optional<Seen> run(OptionalLong exists) throws IOException {
        if (exists.equals(OptionalLong.of(0))) return Optional.of(new Seen(seen, wanted, left, true));
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
        return Optional.of(new Seen(all, wanted.sorted(), left, exists.equals(OptionalLong.of(all.count()))));
    }

    private void see(Response.Fetched one) throws IOException {
        if (seen.count() >= MovingLimits.MESSAGES_OF_LOOK_MAX) throw new IOException("it tells of messages without end");
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
        var places = isPlaced ? moved(uid, before, now) : before.places();
        if (isMarked) run.emails().mark(before, now.marks());
        folder.progress().put(uid, new Taken(before.email(), now.marks().hashes(), places));
        run.tally().changed++;
    }

    /**
     * Where it is now: what it has left at the source, it leaves here only when deletions are followed, and when all folders
     * were told of ({@link Gone}). Where it could not be put, it is put by another run.
     */
    private List<MailboxId> moved(long uid, Taken before, FolderMove.Standing now) {
        var run = folder.run();
        var added = now.places().stream().filter(place -> !before.places().contains(place)).toList();
        if (!run.emails().place(before.email(), added)) {
            folder.refuse("a message could not be put into one more mailbox");
            return before.places();
        }
        boolean leaves = run.followsDeletes() && !now.places().isEmpty() && !now.places().containsAll(before.places());
        if (leaves && left.size() < MovingLimits.LEFT_MAX) left.put(uid, now.places());
        return Stream.concat(before.places().stream(), added.stream()).toList();
    }
}
