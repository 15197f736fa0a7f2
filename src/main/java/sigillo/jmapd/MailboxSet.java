package sigillo.jmapd;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Mailbox;
import sigillo.account.MailboxAnswer;
import sigillo.account.MailboxId;
import sigillo.account.MailboxPlace;
import sigillo.account.Role;
import sigillo.jmap.Arguments;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import sigillo.jmap.SetError;
import tools.jackson.databind.node.ObjectNode;

/** Mailbox/set: RFC 8621 section 2.5. */
final class MailboxSet implements Setting.Type {
    /** What the server says of a mailbox. */
    private static final Set<String> OF_SERVER = Set
        .of("id", "totalEmails", "unreadEmails", "totalThreads", "unreadThreads", "myRights");

    private final Call call;
    private final Account account;
    private final boolean removesEmails;

    private MailboxSet(Call call, Account account, boolean removesEmails) {
        this.call = call;
        this.account = account;
        this.removesEmails = removesEmails;
    }

    static ObjectNode answer(Call call) throws MethodError, IOException {
        var account = call.account();
        var state = Setting.state(StateType.MAILBOX, account);
        state.check(call);
        var wanted = Setting.Wanted.of(call);
        boolean removesEmails = call.arguments().flag("onDestroyRemoveEmails", false);
        call.arguments().end();
        return Setting.run(call, wanted, new MailboxSet(call, account, removesEmails), state);
    }

    @Override public ObjectNode create(Arguments properties) throws SetError, MethodError {
        var parent = parent(properties);
        var name = name(properties).orElseThrow(() -> SetError.invalid("name", "is missing"));
        var role = role(properties);
        boolean isSubscribed = properties.flag("isSubscribed", false);
        var sortOrder = sortOrder(properties);
        properties.end();
        var made = done(account.create(path(parent, name), role));
        if (isSubscribed) done(account.subscribe(made.id(), true));
        if (sortOrder.isPresent()) done(account.sortOrder(made.id(), sortOrder));
        var shown = account.mailbox(made.id()).orElse(made);
        var all = JsonText.object().put("id", made.id().toString()).put("sortOrder", MailboxMethods.sortOrder(shown))
            .put("totalEmails", 0).put("unreadEmails", 0).put("totalThreads", 0).put("unreadThreads", 0)
            .put("isSubscribed", shown.subscribed());
        MailboxMethods.rights(all, shown);
        if (parent.isEmpty()) all.putNull("parentId");
        if (role.isEmpty()) all.putNull("role");
        if (!shown.name().equals(name)) all.put("name", shown.name());
        return all;
    }

    /** All that a mailbox shall be. */
    private record Wish(Mailbox before, MailboxPlace place, Optional<Role> role, boolean isSubscribed, OptionalLong sortOrder) {}

    @Override public void update(String id, ObjectNode patch) throws SetError, MethodError, IOException {
        var wish = wish(id, patch);
        var before = wish.before;
        if (isElsewhere(wish)) done(account.rename(before.id(), path(wish.place.parent(), wish.place.name())));
        if (!wish.role.equals(before.role())) done(account.role(before.id(), wish.role));
        if (wish.isSubscribed != before.subscribed()) done(account.subscribe(before.id(), wish.isSubscribed));
        if (!wish.sortOrder.equals(before.sortOrder())) done(account.sortOrder(before.id(), wish.sortOrder));
    }

    /** Two may swap their names, or their places. */
    @Override public boolean together(Map<String, ObjectNode> left) throws IOException {
        var places = new LinkedHashMap<MailboxId, MailboxPlace>();
        for (var one : left.entrySet()) {
            try {
                call.budget().check();
                var wish = wish(call.resolved(one.getKey()), one.getValue());
                if (isElsewhere(wish)) places.put(wish.before.id(), wish.place);
            } catch (SetError | MethodError why) {
                continue; // is told of the second try
            }
        }
        if (places.size() > 1) account.renameTogether(places);
        return true;
    }

    /** What could be refused is, before anything is done. */
    private Wish wish(String id, ObjectNode patch) throws SetError, MethodError, IOException {
        var before = mailbox(id);
        var fixed = new Fixed(OF_SERVER::contains, names -> Optional.of(MailboxMethods.json(account, before, names)));
        var properties = Arguments.gathering(fixed.without(patch));
        var parent = properties.has("parentId") ? parent(properties) : before.parent();
        var name = name(properties).orElse(before.name());
        if (properties.has("name") && name(properties).isEmpty()) throw SetError.invalid("name", "is missing");
        var role = properties.has("role") ? role(properties) : before.role();
        boolean isSubscribed = properties.flag("isSubscribed", before.subscribed());
        var sortOrder = properties.has("sortOrder") ? sortOrder(properties) : before.sortOrder();
        properties.end();
        var wish = new Wish(before, new MailboxPlace(parent, name), role, isSubscribed, sortOrder);
        boolean isInbox = before.role().equals(Optional.of(Role.INBOX));
        if (isInbox && isElsewhere(wish)) throw SetError.of("forbidden", "The inbox stays where it is");
        if (isInbox && !role.equals(before.role())) throw SetError.of("forbidden", "the inbox stays the inbox");
        boolean isTaken = role.flatMap(account::mailboxId).filter(one -> !one.equals(before.id())).isPresent();
        if (isTaken) throw SetError.of("forbidden", "another mailbox is for that");
        return wish;
    }

    private boolean isElsewhere(Wish wish) {
        boolean isSame = wish.place.equals(new MailboxPlace(wish.before.parent(), wish.before.name()));
        return !isSame && !Account.normalPath(path(wish.place.parent(), wish.place.name())).equals(account.path(wish.before));
    }

    @Override public void destroy(String id) throws SetError {
        var before = mailbox(id);
        if (account.hasChildren(before.id())) throw SetError.of("mailboxHasChild", "There are others below it");
        var answer = removesEmails ? account.delete(before.id()) : account.deleteEmpty(before.id());
        boolean isFull = answer instanceof MailboxAnswer.NotAllowed
            && account.mailbox(before.id()).filter(one -> one.counts().emails() > 0).isPresent();
        if (isFull && !removesEmails) throw SetError.of("mailboxHasEmail", "There are Emails in it");
        done(answer);
    }

    // ---- properties ----

    private Mailbox mailbox(String id) throws SetError {
        return MailboxId.parse(id).flatMap(account::mailbox).orElseThrow(SetError::notFound);
    }

    private Optional<MailboxId> parent(Arguments properties) throws SetError, MethodError {
        var said = properties.text("parentId");
        if (said.isEmpty()) return Optional.empty();
        var id = MailboxId.parse(call.resolved(said.get())).filter(one -> account.mailbox(one).isPresent());
        if (id.isEmpty()) throw SetError.invalid("parentId", "is no mailbox");
        return id;
    }

    private static Optional<String> name(Arguments properties) throws SetError, MethodError {
        var name = properties.text("name");
        if (name.isPresent() && name.get().contains("/")) throw SetError.invalid("name", "has a slash");
        return name;
    }

    private static Optional<Role> role(Arguments properties) throws SetError, MethodError {
        var said = properties.text("role");
        if (said.isEmpty()) return Optional.empty();
        for (var role : Role.values()) if (said.get().equals(role.name().toLowerCase(Locale.ROOT))) return Optional
            .of(role);
        throw SetError.invalid("role", "is none that mailboxes have here");
    }

    /** RFC 8621 section 2: below 2^31. Null gives back the one that is made of the role. */
    private static OptionalLong sortOrder(Arguments properties) throws SetError, MethodError {
        var said = properties.unsigned("sortOrder");
        if (said.isPresent() && said.getAsLong() > Integer.MAX_VALUE) throw SetError.invalid("sortOrder", "is too large");
        return said;
    }

    private String path(Optional<MailboxId> parent, String name) {
        return parent.flatMap(account::mailbox).map(one -> account.path(one) + "/" + name).orElse(name);
    }

    private static Mailbox done(MailboxAnswer answer) throws SetError {
        return switch (answer) {
            case MailboxAnswer.Done(var mailbox) -> mailbox;
            case MailboxAnswer.Exists(var id) -> throw SetError.alreadyExists(id.toString());
            case MailboxAnswer.NoSuchMailbox() -> throw SetError.notFound();
            case MailboxAnswer.BadName(var why) -> throw SetError.invalid("name", "cannot be: " + why);
            case MailboxAnswer.NotAllowed(var why) -> throw SetError.of("forbidden", why);
            case MailboxAnswer.HasChildren() -> throw SetError.of("mailboxHasChild", "There are others below it");
            case MailboxAnswer.OverLimit(var why) -> throw SetError.of("overQuota", why);
        };
    }
}
