package sigillo.main.server;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What is written down of what an operator asks for: which request, and about whom. Never a password, nor a code. */
final class OperatorActs {
    /** Read, and change nothing. What is not here is an act. */
    private static final Set<String> LOOKING = Set.of("Status", "FindAccounts", "QueueByDomain", "ListWaiting",
        "AccountSending", "ListInvitations",
        "ListDomains", "ListDkim", "CheckDns", "Trace", "ShowCertificates", "ListRefused", "ListBackups",
        "ShowReleases");
    /** Read without the one field by which they change something. */
    private static final Set<String> LOOKING_WITHOUT_LIMIT = Set.of("AccountQuota", "DomainQuota");
    private static final List<String> WISHES = List.of("allow", "block", "refuse", "unlist");
    /** Fields that may be written down. */
    private static final List<String> TOLD = List.of("address", "domain", "to", "mail", "id", "order", "limit",
        "disabled", "name", "list", "alias",
        "target", "allow", "block", "refuse", "unlist", "now", "newKey", "takesMail", "drop", "on");

    private OperatorActs() {}

    static boolean isLooking(String what, JsonNode with) {
        if (what.equals("FilterWishes")) return WISHES.stream().allMatch(list -> with.path(list).isEmpty());
        return LOOKING.contains(what) || LOOKING_WITHOUT_LIMIT.contains(what) && !with.has("limit");
    }

    static String about(JsonNode with) {
        return TOLD.stream().filter(with::has).map(name -> " " + name + "=" + with.path(name))
            .collect(Collectors.joining());
    }
}
