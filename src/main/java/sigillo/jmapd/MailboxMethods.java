package sigillo.jmapd;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Mailbox;
import sigillo.account.MailboxId;
import sigillo.account.Role;
import sigillo.account.Touched;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** Mailbox/get and Mailbox/changes: RFC 8621 sections 2.1 and 2.2. */
final class MailboxMethods {
    private static final Set<String> PROPERTIES = Set
        .of("id", "name", "parentId", "role", "sortOrder", "totalEmails", "unreadEmails",
        "totalThreads", "unreadThreads", "myRights", "isSubscribed");
    private static final List<String> RIGHTS = List
        .of("mayAddItems", "mayRemoveItems", "maySetSeen", "maySetKeywords", "mayCreateChild",
        "mayRename", "mayDelete", "maySubmit");
    private static final List<String> COUNTS = List.of("totalEmails", "unreadEmails", "totalThreads", "unreadThreads");

    private MailboxMethods() {}

    /** RFC 8621 section 2.1: without ids, all of them, however many. */
    static ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        var all = new LinkedHashMap<String, Mailbox>();
        if (arguments.ids().isEmpty()) {
            for (var mailbox : arguments.account().mailboxes()) all.put(mailbox.id().toString(), mailbox);
        }
        return arguments.answer(call, arguments.ids().orElse(all.keySet()), StateType.MAILBOX, id -> Optional.ofNullable(all.get(id))
            .or(() -> MailboxId.parse(id).flatMap(arguments.account()::mailbox))
                .map(mailbox -> json(arguments.account(), mailbox, arguments.properties())));
    }

    static ObjectNode json(Account account, Mailbox mailbox, Set<String> wanted) {
        var all = JsonText.object().put("id", mailbox.id().toString());
        if (wanted.contains("name")) all.put("name", mailbox.name());
        if (wanted.contains("parentId")) all.put("parentId", mailbox.parent().map(MailboxId::toString).orElse(null));
        if (wanted.contains("role")) all.put("role", mailbox.role().map(MailboxMethods::role).orElse(null));
        if (wanted.contains("sortOrder")) all.put("sortOrder", sortOrder(mailbox));
        if (wanted.contains("totalEmails")) all.put("totalEmails", mailbox.counts().emails());
        boolean isAsked = wanted.contains("unreadEmails") || wanted.contains("unreadThreads");
        var unread = isAsked ? Unread.of(account, mailbox) : new Unread(0, 0);
        if (wanted.contains("unreadEmails")) all.put("unreadEmails", unread.emails());
        if (wanted.contains("totalThreads")) all.put("totalThreads", mailbox.counts().threads());
        if (wanted.contains("unreadThreads")) all.put("unreadThreads", unread.threads());
        if (wanted.contains("isSubscribed")) all.put("isSubscribed", mailbox.subscribed());
        if (wanted.contains("myRights")) rights(all, mailbox);
        return all;
    }

    /** RFC 8621 section 2: all are the owner's; the inbox stays where it is. */
    static void rights(ObjectNode all, Mailbox mailbox) {
        var rights = all.putObject("myRights").put("mayReadItems", true);
        boolean isInbox = mailbox.role().equals(Optional.of(Role.INBOX));
        for (var right : RIGHTS) rights.put(right, true);
        rights.put("mayRename", !isInbox).put("mayDelete", !isInbox);
    }

    /** RFC 8621 section 2: the names of IANA's registry. */
    static String role(Role role) { return role.name().toLowerCase(Locale.ROOT); }

    /** RFC 8621 section 2: what is looked at most comes first; those without a role by name behind them. */
    static long sortOrder(Mailbox mailbox) { return mailbox.sortOrder().orElseGet(() -> byRole(mailbox)); }

    /** Where no client has set one. */
    private static long byRole(Mailbox mailbox) {
        return mailbox.role().map(role -> switch (role) {
            case INBOX -> 1L;
            case DRAFTS -> 2L;
            case SENT -> 3L;
            case ARCHIVE -> 4L;
            case JUNK -> 5L;
            case TRASH -> 6L;
        }).orElse(10L);
    }

    static ObjectNode changes(Call call) throws MethodError {
        var changes = ChangeList.<MailboxId>of(call, StateType.MAILBOX,
            touched -> Optional.of(Map.entry(touched.mailbox(), met(touched))));
        var answer = changes.write(call.answer(), id -> changes.account().mailbox(id).isPresent(), changes::isCreated);
        // RFC 8621 section 2.2: only counts are other
        if (changes.isOnlyWithin()) COUNTS.forEach(answer.putArray("updatedProperties")::add);
        else answer.putNull("updatedProperties");
        return answer;
    }

    private static ChangeList.Met met(Touched touched) {
        return new ChangeList.Met(touched.kind() == Touched.Kind.MAILBOX_CREATED, touched.email().isPresent());
    }
}
