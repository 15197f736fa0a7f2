package sigillo.jmapd;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.jmap.MethodError;
import sigillo.pushing.Pusher;
import sigillo.rules.Rules;
import sigillo.spool.Spool;
import sigillo.unsubscribe.Unsubscribing;
import tools.jackson.databind.node.ObjectNode;

/** All methods, by name. */
final class Methods {
    interface Method {
        ObjectNode answer(Call call) throws MethodError, IOException;
    }

    private record Known(String capability, Method method) {}

    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private static final String BLOB = SessionObject.BLOB;
    private static final String QUOTA = SessionObject.QUOTA;
    private static final String SUBMISSION = SessionObject.SUBMISSION;

    Methods(Queries queries, Spool spool, Outbox outbox, ReadingRoom reading, SmimeProperties smime, InstantSource clock) {
        var all = known;
        mail(all, reading, queries, spool, outbox, smime, clock);
        beside(all, spool);
        zeroAccess(_ -> false);
        submission(all, outbox, clock);
        notifications(all, reading, spool, outbox, clock);
        pushing(Optional.empty(), clock);
    }

    /** RFC 9007. */
    private static void notifications(Map<String, Known> all, ReadingRoom reading, Spool spool, Outbox outbox,
            InstantSource clock) {
        var emailSet = all.get("Email/set").method;
        all.put("MDN/parse", new Known(SessionObject.MDN, new MdnParse(reading)::answer));
        all.put("MDN/send",
            new Known(SessionObject.MDN, call -> MdnSend.answer(call, outbox, spool, clock, emailSet)));
    }

    /** RFC 8620 section 7.2; {@code pusher}: who pushes, once there is one. */
    void pushing(Optional<Pusher> pusher, InstantSource clock) {
        var methods = new PushMethods(pusher, clock);
        known.put("PushSubscription/get", new Known(SessionObject.CORE, methods::get));
        known.put("PushSubscription/set", new Known(SessionObject.CORE, methods::set));
    }

    /** RFC 8058: where others are asked. */
    void unsubscribing(Unsubscribing one) {
        var methods = new UnsubscribeMethods(one);
        known.put("Unsubscribe/get", new Known(SessionObject.UNSUBSCRIBE, methods::get));
        known.put("Unsubscribe/send", new Known(SessionObject.UNSUBSCRIBE, methods::send));
    }

    /** {@code who}: is at level L2. */
    void zeroAccess(Predicate<AccountId> who) {
        known.put("Email/exchange", new Known(SessionObject.EXCHANGE, new EmailExchange(who)::answer));
    }

    /** RFC 9661: once there are scripts. */
    void scripting(Rules rules) {
        var scripts = new ScriptMethods(rules);
        known.put("SieveScript/get", new Known(SessionObject.SIEVE, scripts::get));
        known.put("SieveScript/set", new Known(SessionObject.SIEVE, scripts::set));
        known.put("SieveScript/query", new Known(SessionObject.SIEVE, scripts::query));
        known.put("SieveScript/validate", new Known(SessionObject.SIEVE, scripts::validate));
    }

    /** What is not of RFC 8621. */
    private static void beside(Map<String, Known> all, Spool spool) {
        all.put("Labels/get", new Known(SessionObject.LABELS, LabelMethods::get));
        all.put("Labels/set", new Known(SessionObject.LABELS, LabelMethods::set));
        all.put("Blob/upload", new Known(BLOB, new BlobUpload(spool)::answer));
        all.put("Blob/get", new Known(BLOB, BlobGet::answer));
        all.put("Blob/lookup", new Known(BLOB, BlobLookup::answer));
        all.put("Quota/get", new Known(QUOTA, QuotaMethods::get));
        all.put("Quota/changes", new Known(QUOTA, QuotaMethods::changes));
        all.put("Quota/query", new Known(QUOTA, QuotaMethods::query));
        all.put("Quota/queryChanges", new Known(QUOTA, QuotaMethods::queryChanges));
    }

    private static void submission(Map<String, Known> all, Outbox outbox, InstantSource clock) {
        var identities = new IdentityMethods(outbox.identities());
        var submissions = new SubmissionMethods(outbox);
        var emailSet = all.get("Email/set").method;
        all.put("Identity/get", new Known(SUBMISSION, identities::get));
        all.put("Identity/changes", new Known(SUBMISSION, identities::changes));
        all.put("Identity/set", new Known(SUBMISSION, call -> IdentitySet.answer(call, outbox.identities())));
        var vacations = new VacationMethods(outbox.rules());
        all.put("VacationResponse/get", new Known(SessionObject.VACATION, vacations::get));
        all.put("VacationResponse/set", new Known(SessionObject.VACATION, vacations::set));
        var undo = new UndoMethods(outbox.identities());
        all.put("UndoSend/get", new Known(SessionObject.LATER, undo::get));
        all.put("UndoSend/set", new Known(SessionObject.LATER, undo::set));
        all.put("EmailSubmission/get", new Known(SUBMISSION, submissions::get));
        all.put("EmailSubmission/changes", new Known(SUBMISSION, submissions::changes));
        all.put("EmailSubmission/query", new Known(SUBMISSION, submissions::query));
        all.put("EmailSubmission/queryChanges", new Known(SUBMISSION, submissions::queryChanges));
        all.put("EmailSubmission/set",
            new Known(SUBMISSION, call -> SubmissionSet.answer(call, outbox, clock, emailSet)));
    }

    private static void mail(Map<String, Known> all, ReadingRoom reading, Queries queries, Spool spool,
            Outbox outbox, SmimeProperties smime, InstantSource clock) {
        var emails = new EmailGet(reading, outbox.snoozes(), smime);
        all.putAll(Map.ofEntries(Map.entry("Core/echo", new Known(SessionObject.CORE, Methods::echo)),
            mail("Mailbox/get", MailboxMethods::get), mail("Mailbox/changes", MailboxMethods::changes),
            mail("Mailbox/query", MailboxQuery::answer), mail("Mailbox/queryChanges", MailboxQuery::changes),
            mail("Thread/get", ThreadMethods::get), mail("Thread/changes", ThreadMethods::changes),
            mail("Email/get", emails::answer), mail("Email/changes", EmailGet::changes),
            mail("Mailbox/set", MailboxSet::answer), mail("Email/copy", Copies::answer),
            Map.entry("Blob/copy", new Known(SessionObject.CORE, Copies::answer)),
                mail("Email/set", call -> EmailSet.answer(call, spool, outbox.snoozes(), emails, clock.instant())),
            mail("Email/import", call -> EmailSet.imported(call, clock.instant())),
                mail("Email/parse", new EmailParse(reading, smime, clock)::answer),
            mail("SearchSnippet/get", new Snippets(reading)::answer), mail("Email/query", queries::answer),
                mail("Email/queryChanges", queries::changes)));
    }

    private static Map.Entry<String, Known> mail(String name, Method method) {
        return Map.entry(name, new Known(SessionObject.MAIL, method));
    }

    /** RFC 8620 section 4. What it refers to may be larger than the request. */
    private static ObjectNode echo(Call call) throws MethodError {
        call.budget().take(call.raw());
        return call.raw();
    }

    /** RFC 8620 section 3.3: what a request does not say that it uses is not there. */
    Method find(String name, Set<String> using, Caller caller) throws MethodError {
        var found = known.get(name);
        boolean isThere = found != null && using.contains(found.capability)
            && SessionObject.isFor(caller, found.capability);
        if (!isThere) {
            throw MethodError.of("unknownMethod", "There is no such method among what the request uses");
        }
        return found.method;
    }
}
