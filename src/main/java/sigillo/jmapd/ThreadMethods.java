package sigillo.jmapd;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.Email;
import sigillo.account.EmailId;
import sigillo.account.ThreadId;
import sigillo.account.Touched;
import sigillo.jmap.JsonText;
import sigillo.jmap.MethodError;
import tools.jackson.databind.node.ObjectNode;

/** Thread/get and Thread/changes: RFC 8621 sections 3.1 and 3.2. */
final class ThreadMethods {
    private static final Set<String> PROPERTIES = Set.of("id", "emailIds");

    private ThreadMethods() {}

    static ObjectNode get(Call call) throws MethodError, IOException {
        var arguments = GetArguments.of(call, PROPERTIES);
        call.arguments().end();
        // RFC 8620 section 5.1: all of them would be too many
        var ids = arguments.ids().orElseThrow(() -> MethodError.of("requestTooLarge", "ids must be given"));
        return arguments.answer(call, ids, StateType.THREAD, id -> ThreadId.parse(id).flatMap(thread -> json(arguments, thread)));
    }

    private static Optional<ObjectNode> json(GetArguments wanted, ThreadId thread) {
        var emails = wanted.account().emails(thread);
        if (emails.isEmpty()) return Optional.empty();
        var all = JsonText.object().put("id", thread.toString());
        if (!wanted.wants("emailIds")) return Optional.of(all);
        var list = all.putArray("emailIds");
        // RFC 8621 section 3: the oldest first
        emails.stream().flatMap(id -> wanted.account().email(id).stream())
            .sorted(Comparator.comparing(Email::receivedAt).thenComparing(Email::id))
                .forEach(email -> list.add(email.id().toString()));
        return Optional.of(all);
    }

    static ObjectNode changes(Call call) throws MethodError {
        var reader = new Reader(call.caller().account());
        var changes = ChangeList.<ThreadId>of(call, StateType.THREAD, reader);
        if (reader.isUnknown) throw MethodError.of("cannotCalculateChanges", "What went then is not known by thread");
        return changes.write(call.answer(), thread -> !changes.account().emails(thread).isEmpty(),
            thread -> !reader.hadOlder.contains(thread) && isNew(changes, thread));
    }

    private static boolean isNew(ChangeList<ThreadId> changes, ThreadId thread) {
        var first = changes.account().emails(thread).stream().findFirst().flatMap(changes.account()::email);
        return first.map(email -> email.createdAtRevision() > changes.since()).orElse(true);
    }

    /** A thread is another when an Email joins or leaves it. */
    private static final class Reader implements ChangeList.Reader<ThreadId> {
        private final Account account;
        private final Set<EmailId> created = new HashSet<>();
        private final Set<ThreadId> hadOlder = new HashSet<>();
        private boolean isUnknown;

        Reader(Account account) { this.account = account; }

        @Override public Optional<Map.Entry<ThreadId, ChangeList.Met>> read(Touched touched) {
            return thread(touched).map(thread -> Map.entry(thread, new ChangeList.Met(false, false)));
        }

        /** One that came and went since is found by its going. */
        private Optional<ThreadId> thread(Touched touched) {
            return switch (touched.kind()) {
                case EMAIL_CREATED -> {
                    created.add(touched.email().orElseThrow());
                    yield account.thread(touched.email().get());
                }
                case EMAIL_DESTROYED -> {
                    isUnknown |= touched.thread().isEmpty();
                    boolean wasOlder = !created.contains(touched.email().orElseThrow());
                    if (wasOlder) touched.thread().ifPresent(hadOlder::add);
                    yield touched.thread();
                }
                case EMAIL_CHANGED, MAILBOX_CREATED, MAILBOX_CHANGED, MAILBOX_DESTROYED -> Optional.empty();
            };
        }
    }
}
