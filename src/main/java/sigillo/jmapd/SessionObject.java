package sigillo.jmapd;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sigillo.account.AccountLimits;
import sigillo.base.Sha256;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.SortTerm;
import tools.jackson.databind.node.ObjectNode;

/** RFC 8620 section 2; RFC 8621 section 1.3. */
final class SessionObject {
    static final String CORE = "urn:ietf:params:jmap:core";
    static final String MAIL = "urn:ietf:params:jmap:mail";
    /** RFC 9404 section 3. */
    static final String BLOB = "urn:ietf:params:jmap:blob";
    /** RFC 9425 section 2. */
    static final String QUOTA = "urn:ietf:params:jmap:quota";
    /** RFC 8887 section 3. */
    static final String SOCKET = "urn:ietf:params:jmap:websocket";
    /** RFC 9749 section 3. */
    static final String VAPID = "urn:ietf:params:jmap:webpush-vapid";
    /** RFC 9661 section 1.3. */
    static final String SIEVE = "urn:ietf:params:jmap:sieve";
    /** RFC 8621 section 1.3.2. */
    static final String SUBMISSION = "urn:ietf:params:jmap:submission";
    /** RFC 8621 section 1.3.3. */
    static final String VACATION = "urn:ietf:params:jmap:vacationresponse";
    /** Of our own: taking back, and mail that comes again later; docs/jmap.md. */
    static final String LATER = "urn:sigillo:jmap:later";
    /** Of our own: leaving a list by one click; docs/jmap.md. */
    static final String UNSUBSCRIBE = "urn:sigillo:jmap:unsubscribe";
    /** Of our own: other octets in the place of an Email; docs/jmap.md. */
    static final String EXCHANGE = "urn:sigillo:jmap:exchange";
    /** Of our own: names and colours of keywords; docs/jmap.md. */
    static final String LABELS = "urn:sigillo:jmap:labels";
    /** RFC 9007 section 1.3. */
    static final String MDN = "urn:ietf:params:jmap:mdn";
    /** RFC 9219 section 3. */
    static final String SMIME = "urn:ietf:params:jmap:smimeverify";
    private static final Set<String> OF_ACCOUNTS = Set.of(CORE, MAIL, BLOB, QUOTA, MDN, SUBMISSION, VACATION, LATER, UNSUBSCRIBE,
        EXCHANGE, LABELS, SMIME);
    static final Set<String> CAPABILITIES = Set.of(CORE, MAIL, BLOB, QUOTA, SOCKET, SUBMISSION, VACATION, LATER, UNSUBSCRIBE,
        VAPID, SIEVE, MDN, EXCHANGE, LABELS, SMIME);

    static final String API = "/jmap/api";
    private static final String DOWNLOAD = Download.PATH + "{accountId}/{blobId}/{name}?type={type}";
    private static final String UPLOAD = "/jmap/upload/{accountId}/";
    private static final String EVENTS = JmapDoor.EVENTS + "?types={types}&closeafter={closeafter}&ping={ping}";

    private SessionObject() {}

    static ObjectNode of(Caller caller, String base, Outbox outbox) {
        var all = JsonText.object();
        var capabilities = all.putObject("capabilities");
        core(capabilities.putObject(CORE));
        for (var one : new TreeSet<>(CAPABILITIES)) if (!one.equals(CORE)) capabilities.putObject(one);
        ((ObjectNode) capabilities.get(SOCKET)).put("url", base.replaceFirst("^https", "wss") + JmapDoor.SOCKET)
            .put("supportsPush", true);
        var account = all.putObject("accounts").putObject(caller.accountId());
        account.put("name", caller.user().address().toString()).put("isPersonal", true).put("isReadOnly", false);
        var own = account.putObject("accountCapabilities");
        for (var one : new TreeSet<>(OF_ACCOUNTS)) own.putObject(one);
        mail((ObjectNode) own.get(MAIL));
        blob((ObjectNode) own.get(BLOB));
        submission((ObjectNode) own.get(SUBMISSION), outbox);
        var primary = all.putObject("primaryAccounts");
        for (var one : new TreeSet<>(OF_ACCOUNTS)) primary.put(one, caller.accountId());
        all.put("username", caller.user().address().toString()).put("apiUrl", base + API)
            .put("downloadUrl", base + DOWNLOAD).put("uploadUrl", base + UPLOAD).put("eventSourceUrl", base + EVENTS);
        return all.put("state", state(caller));
    }

    /** RFC 9749 section 3. {@code key}: of this server; none where nothing is pushed. */
    static void pushing(ObjectNode session, Optional<String> key) {
        var capabilities = (ObjectNode) session.get("capabilities");
        if (key.isEmpty()) capabilities.remove(VAPID);
        else capabilities.putObject(VAPID).put("applicationServerKey", key.get());
    }

    /** Where nobody elsewhere is asked, no list is left from here. */
    static void unsubscribing(ObjectNode session, String account, boolean isThere) {
        if (isThere) return;
        ((ObjectNode) session.get("capabilities")).remove(UNSUBSCRIBE);
        ((ObjectNode) session.get("accounts").get(account).get("accountCapabilities")).remove(UNSUBSCRIBE);
        ((ObjectNode) session.get("primaryAccounts")).remove(UNSUBSCRIBE);
    }

    static void scripting(ObjectNode session, String account, boolean isThere) {
        var capabilities = (ObjectNode) session.get("capabilities");
        capabilities.remove(SIEVE);
        if (!isThere) return;
        var ofAccount = (ObjectNode) session.get("accounts").get(account).get("accountCapabilities");
        ScriptMethods.capability(capabilities.putObject(SIEVE), ofAccount.putObject(SIEVE));
        ((ObjectNode) session.get("primaryAccounts")).put(SIEVE, account);
    }

    /** What is for those who may write rules is not there for others: a session does not say it, nor does a method. */
    static boolean isFor(Caller caller, String capability) { return !capability.equals(SIEVE) || caller.writesRules(); }

    /** Of what the session says: nothing of it changes but who it is for, and by another version of this program. */
    static String state(Caller caller) {
        var there = new TreeSet<>(CAPABILITIES);
        there.removeIf(one -> !isFor(caller, one));
        var said = caller.accountId() + " " + caller.user().address() + " " + String.join(" ", there) + " 2";
        return HexFormat.of().formatHex(Sha256.of(said.getBytes(StandardCharsets.UTF_8)), 0, 8);
    }

    private static void core(ObjectNode core) {
        core.put("maxSizeUpload", DoorLimits.UPLOAD_OCTETS_MAX)
            .put("maxConcurrentUpload", DoorLimits.CONCURRENT_UPLOADS_MAX)
            .put("maxSizeRequest", JmapLimits.REQUEST_OCTETS_MAX)
                .put("maxConcurrentRequests", JmapLimits.CONCURRENT_REQUESTS_MAX)
            .put("maxCallsInRequest", JmapLimits.CALLS_MAX).put("maxObjectsInGet", JmapLimits.OBJECTS_IN_GET_MAX)
            .put("maxObjectsInSet", JmapLimits.OBJECTS_IN_SET_MAX);
        var collations = core.putArray("collationAlgorithms");
        new TreeSet<>(SortTerm.COLLATIONS).forEach(collations::add);
    }

    private static void submission(ObjectNode submission, Outbox outbox) {
        submission.put("maxDelayedSend", outbox.holdMax().toSeconds());
        var extensions = submission.putObject("submissionExtensions");
        extensions.putArray("SIZE").add(Long.toString(outbox.messageOctetsMax()));
        extensions.putArray("LIMITS").add("RCPTMAX=" + outbox.recipientsOfOneMax()); // RFC 9422 section 4
        var hold = Long.toString(outbox.holdMax().toSeconds());
        if (!outbox.holdMax().isZero()) extensions.putArray("FUTURERELEASE").add(hold);
        for (var name : List.of("DSN", "8BITMIME", "SMTPUTF8", "REQUIRETLS")) extensions.putArray(name);
    }

    private static void mail(ObjectNode mail) {
        mail.put("maxMailboxesPerEmail", AccountLimits.MEMBERSHIPS_OF_EMAIL_MAX)
            .put("maxMailboxDepth", AccountLimits.MAILBOX_DEPTH_MAX)
            .put("maxSizeMailboxName", AccountLimits.MAILBOX_NAME_CHARACTERS_MAX)
                .put("maxSizeAttachmentsPerEmail", DoorLimits.UPLOAD_OCTETS_MAX)
            .put("mayCreateTopLevelMailbox", true);
        var sorts = mail.putArray("emailQuerySortOptions");
        new TreeSet<>(EmailOrder.SORTS).forEach(sorts::add);
    }

    /** RFC 9404 section 3. */
    private static void blob(ObjectNode blob) {
        blob.put("maxSizeBlobSet", DoorLimits.UPLOAD_OCTETS_MAX).put("maxDataSources", DoorLimits.DATA_SOURCES_MAX);
        BlobLookup.types().forEach(blob.putArray("supportedTypeNames")::add);
        BlobGet.digests().forEach(blob.putArray("supportedDigestAlgorithms")::add);
    }
}
