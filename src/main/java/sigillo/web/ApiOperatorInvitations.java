package sigillo.web;

import sigillo.http.Reply;
import sigillo.invitations.InvitationLimits;
import tools.jackson.databind.JsonNode;

/** Invitations: how accounts come to be without that anybody but their owners knows the password. */
final class ApiOperatorInvitations {
    private static final int LISTED_MAX = 200;
    private static final int NAME_MAX = 64;

    private final OperatorCalls calls;

    ApiOperatorInvitations(OperatorCalls calls) { this.calls = calls; }

    void add() {
        calls.get("invitations", (visit, _) -> calls.ask(visit, "ListInvitations", Json.object(), list ->
            OperatorCalls.lines(list, "invitations", LISTED_MAX, "invitation", "to", "level", "state", "made", "until",
                "account", "used")));
        calls.danger("invitations", this::invite); // else who steals a session makes himself an account, which stays
        calls.danger("invitations/revoke", (visit, with) -> {
            var name = Json.text(with, "invitation");
            if (name.isEmpty() || name.length() > NAME_MAX) return Json.error(400, "invitation");
            return calls.change(visit, "RevokeInvitation", Json.object().put("name", name));
        });
    }

    /**
     * {@code to}: an address, or a domain; {@code days}, {@code limit}: octets, or none; {@code mail}: where the link
     * goes, or nowhere.
     */
    private Reply invite(Visit visit, JsonNode with) {
        boolean isTo = OperatorCalls.address(with, "to").isPresent() || OperatorCalls.domain(with, "to").isPresent();
        if (!isTo) return Json.error(400, "to");
        int days = with.path("days").asInt(0);
        if (days < 1 || days > InvitationLimits.VALID_MAX.toDays()) return Json.error(400, "days");
        var limit = Json.text(with, "limit");
        if (!limit.matches("|[1-9][0-9]{0,17}")) return Json.error(400, "limit");
        var mail = Json.text(with, "mail").strip();
        if (!mail.isEmpty() && OperatorCalls.address(with, "mail").isEmpty()) return Json.error(400, "address");
        var asked = Json.object().put("to", Json.text(with, "to").strip()).put("hours", days * 24);
        if (!limit.isEmpty()) asked.put("limit", limit);
        if (!mail.isEmpty()) asked.put("mail", mail);
        return calls.ask(visit, "Invite", asked,
            made -> OperatorCalls.only(made, "invitation", "to", "until", "link", "mailed"));
    }
}
