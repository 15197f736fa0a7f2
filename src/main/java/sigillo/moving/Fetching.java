package sigillo.moving;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sigillo.archive.Keeping;
import sigillo.base.Octets;
import sigillo.imap.Response;
import sigillo.imap.Response.Condition;
import sigillo.imap.SequenceSet;
import sigillo.spool.Spooled;

/** Takes messages of a folder, several commands on their way, so that the source reads while we write. */
final class Fetching {
    private final FolderMove folder;
    private final Talk talk;
    private final ArrayDeque<Batch> inFlight = new ArrayDeque<>();
    /** Those that did not come with the others: each is asked for once more, alone. */
    private final Uids alone = new Uids();
    private int unasked;
    private Optional<String> malformed = Optional.empty();

    private record Batch(String tag, Set<Long> missing) {}

    Fetching(FolderMove folder, Talk talk) {
        this.folder = folder;
        this.talk = talk;
    }

    void run(Uids wanted) throws IOException {
        int at = 0;
        while (at < wanted.count() || !inFlight.isEmpty()) {
            while (at < wanted.count() && inFlight.size() < MovingLimits.FETCHES_AT_ONCE) {
                ask(wanted.slice(at, at + MovingLimits.FETCH_MESSAGES));
                at += MovingLimits.FETCH_MESSAGES;
            }
            await().missing().forEach(alone::add);
        }
        var left = alone.sorted();
        for (int i = 0; i < left.count(); i++) alone(left.get(i));
    }

    private void ask(long[] uids) throws IOException {
        var tag = talk.send("UID FETCH " + SequenceSet.format(uids) + " (" + folder.items() + " INTERNALDATE BODY.PEEK[])");
        inFlight.add(new Batch(tag, Arrays.stream(uids).boxed().collect(Collectors.toCollection(HashSet::new))));
    }

    private Batch await() throws IOException {
        answer();
        return inFlight.poll();
    }

    private Condition answer() throws IOException {
        var answer = talk.await(inFlight.peek().tag(), this::hear);
        folder.mustHaveRoom();
        return answer;
    }

    private void hear(Response response, Optional<Spooled> message) throws IOException {
        if (response instanceof Response.Malformed(var why)) malformed = Optional.of(why);
        if (!(response instanceof Response.Fetched one) || one.uid().isEmpty() || one.flags().isEmpty()) return;
        var content = switch (one.body()) {
            case Response.Body.None() -> Optional.<Octets>empty();
            case Response.Body.Apart _ -> message.map(Octets.class::cast);
            case Response.Body.Inline(var octets) -> Optional.of(Octets.of(octets.unsafeArray()));
        };
        // only what was asked for, and once
        if (content.isEmpty()) return;
        if (inFlight.stream().anyMatch(batch -> batch.missing().remove(one.uid().getAsLong()))) take(one, content.get());
        else if (++unasked > MovingLimits.UNASKED_MAX) throw new IOException("it gives messages that nobody asked for, without end");
    }

    private void take(Response.Fetched one, Octets content) throws IOException {
        long uid = one.uid().getAsLong();
        var standing = folder.standing(one);
        if (standing.places().isEmpty()) {
            folder.refuse("UID " + uid + ": there is no mailbox for it");
            return;
        }
        var date = one.internalDate().orElseGet(() -> Keeping.came(content).orElse(Instant.EPOCH));
        var mail = new Keeping.Mail(content, standing.places(), standing.marks().keywords(), standing.marks().deleted(), date);
        folder.run().keeping().take(mail, outcome -> folder.taken(uid, standing, outcome));
        folder.mustHaveRoom();
    }

    /** What is still there and is not given is told; what is gone meanwhile is gone. */
    private void alone(long uid) throws IOException {
        malformed = Optional.empty();
        ask(new long[] {uid});
        var answer = answer();
        boolean isMissing = !inFlight.poll().missing().isEmpty();
        if (!isMissing) return;
        if (!answer.isOk()) folder.refuse("UID " + uid + " is not given: " + Talk.told(answer));
        else if (malformed.isPresent()) folder.refuse("UID " + uid + ": what it says of it is not IMAP: " + malformed.get());
        else if (isThere(uid)) folder.refuse("UID " + uid + " is there and is not given");
    }

    private boolean isThere(long uid) throws IOException {
        var told = new boolean[1];
        talk.await(talk.send("UID FETCH " + uid + " (UID)"), (response, _) ->
            told[0] |= response instanceof Response.Fetched one && one.uid().isPresent() && one.uid().getAsLong() == uid);
        return told[0];
    }
}
