package sigillo.moving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Keyword;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.archive.GmailLabels;

/** Where the mail of a folder, or of a label of Gmail's, belongs in the account. Makes what is missing. */
final class Places {
    private static final Keyword MUTED = new Keyword("$muted");
    /** What {@link GmailLabels} calls them. */
    private static final Map<String, Role> OF_GMAIL = Map.of("INBOX", Role.INBOX, "Sent", Role.SENT, "Drafts", Role.DRAFTS,
        "Trash", Role.TRASH, "Junk", Role.JUNK, "Archive", Role.ARCHIVE);

    private final Account account;
    private final Optional<String> into;
    private final Tally tally;
    private final Map<String, Optional<MailboxId>> known = new HashMap<>();

    /** {@code into}: a mailbox below which all is put. */
    Places(Account account, Optional<String> into, Tally tally) {
        this.account = account;
        this.into = into;
        this.tally = tally;
    }

    /** Empty when no mailbox can be called so. */
    Optional<MailboxId> of(Folder folder) { return place(folder.path(), folder.role()); }

    /** Of a message with these labels, whose keywords are added to {@code keywords}: at least one, unless no name is possible. */
    List<MailboxId> of(List<String> labels, Set<Keyword> keywords) {
        var places = new LinkedHashSet<MailboxId>();
        if (labels.size() > MovingLimits.LABELS_MAX) tally.refuse("a message has more than " + MovingLimits.LABELS_MAX + " labels; the others are left out");
        for (var label : labels.subList(0, Math.min(labels.size(), MovingLimits.LABELS_MAX))) {
            if (!label.startsWith("\\")) labelled(label).ifPresentOrElse(places::add, () -> tally.refuse("no mailbox can be called " + label));
            else system(label.substring(1), keywords).forEach(name -> ofGmail(name).ifPresent(places::add));
        }
        if (places.isEmpty()) ofGmail("Archive").ifPresent(places::add);
        return List.copyOf(places);
    }

    private Optional<MailboxId> labelled(String label) {
        return label.length() > MovingLimits.NAME_MAX ? Optional.empty() : place(label, Optional.empty());
    }

    private static List<String> system(String label, Set<Keyword> keywords) {
        var mailboxes = new ArrayList<String>();
        if (label.equals("Muted")) keywords.add(MUTED);
        else GmailLabels.isOfGmail(label.equals("Draft") ? "Drafts" : label, keywords, mailboxes);
        return mailboxes;
    }

    private Optional<MailboxId> ofGmail(String name) { return place(name, Optional.of(OF_GMAIL.get(name))); }

    private Optional<MailboxId> place(String path, Optional<Role> role) {
        if (known.size() >= MovingLimits.PLACES_HELD) known.clear();
        return known.computeIfAbsent(role.map(Role::name).orElse("") + "/" + path, _ -> find(path, role));
    }

    /** Below {@code into} nothing has a role. */
    private Optional<MailboxId> find(String path, Optional<Role> role) {
        if (into.isPresent()) return named(into.get() + "/" + path, Optional.empty());
        var there = role.flatMap(account::mailboxId);
        return there.isPresent() ? there : named(path, role);
    }

    private Optional<MailboxId> named(String path, Optional<Role> role) {
        var there = account.mailboxId(path);
        if (there.isPresent()) return there;
        if (!(account.create(path, role) instanceof MailboxAnswer.Done(var mailbox))) return Optional.empty();
        account.subscribe(mailbox.id(), true);
        tally.mailboxes++;
        return Optional.of(mailbox.id());
    }

    /** Mutable, for {@link #of(List, Set)}. */
    static Set<Keyword> keywords(Marks marks) { return new HashSet<>(marks.keywords()); }
}
