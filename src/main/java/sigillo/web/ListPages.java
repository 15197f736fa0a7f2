package sigillo.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.base.NetworkTries;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.lists.HeldPost;
import sigillo.lists.ListDoor;
import sigillo.lists.MailList;

/**
 * Pages of mailing lists, for everybody: to join, to confirm that, to leave. A link alone changes nothing, since programs
 * look at links; a form or RFC 8058's request does. Nobody learns here who is on a list. All else is {@code site}'s.
 */
final class ListPages implements Answering {
    private static final String PATH = "/lists/";

    private final ListDoor door;
    private final NetworkTries tries;
    private final Answering site;

    ListPages(ListDoor door, NetworkTries tries, Answering site) {
        this.door = door;
        this.tries = tries;
        this.site = site;
    }

    @Override public Reply answer(Asked asked) {
        return asked.path().startsWith(PATH) ? page(asked) : site.answer(asked);
    }

    @Override public Admission admit(Asked asked) {
        return asked.path().startsWith(PATH) ? new Admission.Stranger() : site.admit(asked);
    }

    private Reply page(Asked asked) {
        var visit = new Visit(asked, new Speech(Language.accepted(asked.header("accept-language").orElse(""))), Optional.empty());
        var list = Address.parse(asked.query().get("list")).flatMap(door::list);
        boolean isKnown = asked.isRead() || asked.method() == Asked.Method.POST;
        if (!isKnown) return Reply.text(405, "").with("Allow", "GET, HEAD, POST");
        return switch (asked.path().substring(PATH.length())) {
            case "subscribe" -> list.map(one -> subscribe(visit, one)).orElseGet(() -> wrong(visit));
            case "confirm" -> list.map(one -> confirm(visit, one)).orElseGet(() -> wrong(visit));
            case "unsubscribe" -> list.map(one -> unsubscribe(visit, one)).orElseGet(() -> wrong(visit));
            case "held" -> list.map(one -> held(visit, one)).orElseGet(() -> wrong(visit));
            default -> Layout.page(404, visit, Text.NOT_FOUND, Layout.p(visit.say(Text.NOT_FOUND_LONG)));
        };
    }

    private static Reply wrong(Visit visit) { return said(404, visit, Text.LIST_LINK_WRONG); }

    private static Reply said(int status, Visit visit, Text text, Object... values) {
        return Layout.page(status, visit, Text.LIST, Layout.p(visit.say(text, values)));
    }

    // ---- to join ----

    private Reply subscribe(Visit visit, MailList list) {
        var asked = visit.asked();
        if (asked.isRead()) return page(visit, Text.LIST_JOIN_LONG, list, "subscribe?list=" + of(list),
            Layout.address(visit, "", ""), Layout.button(visit.say(Text.LIST_JOIN)));
        if (!asked.isOurs() || !asked.hasType("application/x-www-form-urlencoded")) return said(403, visit, Text.NOT_OURS_LONG);
        if (!tries.mayTry(asked.client())) return said(429, visit, Text.SLOWED_A_WHILE);
        var address = Address.parse(form(asked).get("address").strip());
        if (address.isEmpty()) return said(400, visit, Text.LIST_NO_ADDRESS);
        door.ask(list, address.get());
        return said(200, visit, Text.LIST_ASKED, list.title());
    }

    private Reply confirm(Visit visit, MailList list) {
        var asked = visit.asked();
        var address = Address.parse(asked.query().get("address"));
        var token = asked.query().get("token");
        if (address.isEmpty()) return wrong(visit);
        if (asked.isRead()) return page(visit, Text.LIST_CONFIRM_LONG, list, "confirm?list=" + of(list) + "&address="
            + encoded(address.get().toString()) + "&token=" + encoded(token), Layout.p(address.get().toString()), Layout.button(visit.say(Text.CONFIRM)));
        if (!asked.isOurs()) return said(403, visit, Text.NOT_OURS_LONG);
        return door.confirm(list, address.get(), token) ? said(200, visit, Text.LIST_JOINED, list.title()) : wrong(visit);
    }

    // ---- to leave ----

    /** RFC 8058 section 3.1: a program posts it, with no cookie and from nowhere; what the link shows is all that is asked. */
    private Reply unsubscribe(Visit visit, MailList list) {
        var asked = visit.asked();
        var number = asked.query().get("member");
        var token = asked.query().get("token");
        if (!number.matches("[0-9]{1,9}") || !door.isLeave(list, Long.parseLong(number), token)) return wrong(visit);
        if (asked.isRead()) return page(visit, Text.LIST_LEAVE_LONG, list, "unsubscribe?list=" + of(list) + "&member=" + number + "&token=" + token,
            Layout.button(visit.say(Text.LIST_LEAVE)));
        return door.leave(list, Long.parseLong(number), token) ? said(200, visit, Text.LIST_LEFT, list.title()) : wrong(visit);
    }

    // ---- what waits for an owner ----

    /** Whoever has the letter may decide; a program that looks at the link decides nothing. */
    private Reply held(Visit visit, MailList list) {
        var asked = visit.asked();
        var id = asked.query().get("post");
        var token = asked.query().get("token");
        var post = door.held(list, id, token);
        if (post.isEmpty()) return said(404, visit, Text.LIST_HELD_GONE);
        if (asked.isRead()) return held(visit, list, post.get(), token);
        if (!asked.isOurs() || !asked.hasType("application/x-www-form-urlencoded")) return said(403, visit, Text.NOT_OURS_LONG);
        return decided(visit, list, post.get(), token, form(asked).get("do"));
    }

    private Reply decided(Visit visit, MailList list, HeldPost post, String token, String what) {
        boolean isApproved = what.equals("approve");
        if (!isApproved && !what.equals("discard")) return said(400, visit, Text.NOT_DONE);
        try {
            if (!door.decide(list, post.id(), token, isApproved)) return said(404, visit, Text.LIST_HELD_GONE);
            return said(200, visit, isApproved ? Text.LIST_HELD_PASSED : Text.LIST_HELD_REMOVED, list.title());
        } catch (IOException unreadable) {
            return said(500, visit, Text.NOT_DONE);
        }
    }

    private Reply held(Visit visit, MailList list, HeldPost post, String token) {
        var action = "held?list=" + of(list) + "&post=" + post.id() + "&token=" + encoded(token);
        return Layout.page(visit, Text.LIST, Layout.p(visit.say(Text.LIST_HELD_LONG, list.title())),
            Html.of("""
                <div class="card"><div><h2>{}</h2><p>{}</p><p>{}</p><p class="state">{}</p></div></div>
                <form method="post" action="/lists/{}"><p><button name="do" value="approve">{}</button>
                <button name="do" value="discard" class="quiet">{}</button></p></form>
                """, post.subject().isEmpty() ? "-" : post.subject(), post.author(), post.preview(), visit.speech().time(post.since()), action,
                visit.say(Text.LIST_HELD_PASS), visit.say(Text.LIST_HELD_REMOVE)));
    }

    // ---- pieces ----

    private static Reply page(Visit visit, Text what, MailList list, String action, Html... fields) {
        return Layout.page(visit, Text.LIST, Layout.p(visit.say(what, list.title())),
            Html.of("<form method=\"post\" action=\"/lists/{}\">{}</form>\n", action, java.util.List.of(fields)));
    }

    private static String of(MailList list) { return encoded(list.address().toString()); }

    private static String encoded(String text) { return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8); }

    private static Fields form(Asked asked) { return Fields.parse(new String(asked.body(), StandardCharsets.UTF_8)); }
}
