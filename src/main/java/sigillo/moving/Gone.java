package sigillo.moving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sigillo.account.EmailId;
import sigillo.account.MailboxId;

/**
 * What a folder's messages are now, and what was taken of it: the difference is gone. {@code seen}: sorted. {@code left}: where
 * those are now that are still in the folder and have lost a label, by UID.
 */
record Gone(Progress progress, Uids seen, Map<Long, List<MailboxId>> left) {
    /** Looked at in one go: some hundred octets each. */
    private static final int TOGETHER_MAX = 10_000;

    private record Place(EmailId email, MailboxId mailbox) {}

    /** {@code now}: where the source still has it. */
    private record Candidate(Gone folder, long uid, Taken taken, List<MailboxId> now) {}

    /**
     * Removes here what is gone from its folder, where it is as it was taken. Only when all folders were taken, so that what
     * was moved at the source is in its new place before it leaves the old one; and not from where another message of the
     * source has put the same.
     */
    static void follow(List<Gone> folders, Run run) {
        var candidates = new ArrayList<Candidate>();
        for (var folder : folders) folder.find(candidates);
        if (candidates.isEmpty()) return;
        var held = held(folders, candidates);
        for (var candidate : candidates) candidate.folder().remove(candidate, held, run);
        folders.forEach(folder -> folder.progress().save());
    }

    private void find(List<Candidate> candidates) {
        progress.each((uid, taken) -> {
            if (!seen.has(uid)) candidates.add(new Candidate(this, uid, taken, List.of()));
            else if (left.containsKey(uid)) candidates.add(new Candidate(this, uid, taken, left.get(uid)));
            return candidates.size() < TOGETHER_MAX;
        });
    }

    /** Which places of these Emails come from messages that are still there. */
    private static Set<Place> held(List<Gone> folders, List<Candidate> candidates) {
        Map<EmailId, Boolean> emails = new HashMap<>();
        candidates.forEach(candidate -> emails.put(candidate.taken().email(), true));
        var held = new HashSet<Place>();
        for (var folder : folders) {
            folder.progress().each((uid, taken) -> {
                boolean counts = emails.containsKey(taken.email()) && folder.seen().has(uid);
                if (counts) folder.left().getOrDefault(uid, taken.places()).forEach(place -> held.add(new Place(taken.email(), place)));
                return true;
            });
        }
        return held;
    }

    private void remove(Candidate candidate, Set<Place> held, Run run) {
        var taken = candidate.taken();
        var places = taken.places().stream().filter(place -> !held.contains(new Place(taken.email(), place))).toList();
        boolean isUntouched = run.emails().isUntouched(taken);
        if (isUntouched && run.emails().remove(taken.email(), places)) run.tally().removed++;
        if (candidate.now().isEmpty()) progress.forget(candidate.uid());
        else if (isUntouched) progress.put(candidate.uid(), new Taken(taken.email(), taken.marks(), candidate.now()));
    }
}
