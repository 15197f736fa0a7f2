package sigillo.web;

import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.DirectoryLimits;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.masked.Masked;
import sigillo.masked.MaskedLimits;

/** Masked addresses of an owner: made with a note, listed with who wrote first and last, paused, deleted for good. */
final class MaskedPage implements Page {
    static final String PATH = "/masked";

    private final House house;

    MaskedPage(House house) { this.house = house; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    @Override public Reply sent(Visit visit, Fields form) {
        var owner = owner(visit);
        if (form.get("do").equals("make")) return made(visit, house.masked().make(owner, form.get("note").strip()));
        var address = Address.parse(form.get("masked"));
        if (address.isEmpty()) return Reply.seeOther(PATH);
        return switch (form.get("do")) {
            case "pause" -> done(visit, house.masked().pause(Optional.of(owner), address.get(), true), Notice.MASKED_PAUSED);
            case "resume" -> done(visit, house.masked().pause(Optional.of(owner), address.get(), false), Notice.MASKED_RESUMED);
            case "note" -> done(visit, house.masked().note(Optional.of(owner), address.get(), form.get("note")), Notice.MASKED_NOTED);
            case "delete" -> asked(visit, address.get());
            case "delete-now" -> done(visit, house.masked().remove(Optional.of(owner), address.get()), Notice.MASKED_GONE);
            default -> Reply.seeOther(PATH);
        };
    }

    private static AccountId owner(Visit visit) { return visit.mine().user().account(); }

    // ---- the page ----

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var all = house.masked().of(owner(visit));
        var list = all.isEmpty() ? Layout.hint(visit.say(Text.NO_MASKED))
            : Html.of("<ul class=\"list\">{}</ul>\n", all.stream().map(line -> item(visit, line)).toList());
        return Layout.page(status, visit, Text.MASKED, Layout.note(note), Layout.p(visit.say(Text.MASKED_WHAT)), making(visit), list);
    }

    private static Html making(Visit visit) {
        return Layout.form(visit, PATH, "make", Layout.h2(visit.say(Text.MAKE_MASKED)), noteField(visit, ""),
            Html.of("<p class=\"hint\">{}</p>\n", visit.say(Text.MASKED_FOR_HINT)), Layout.button(visit.say(Text.MAKE)));
    }

    private static Html noteField(Visit visit, String note) {
        return Layout.field(visit.say(Text.MASKED_FOR), "note", "text", "maxlength=\"" + MaskedLimits.NOTE_CHARACTERS_MAX
            + "\" autocomplete=\"off\" value=\"" + Html.escaped(note) + "\"");
    }

    private static Html item(Visit visit, Masked.Line line) {
        var address = line.address().address();
        boolean isPaused = line.address().paused();
        return Html.of("""
            <li class="card"><div><h2>{}</h2><p>{}</p>{}<p class="state">{}</p><p class="state">{} {}</p></div>
            <div class="row">{}{}</div></li>
            """, address, line.known().note(), isPaused ? Html.of("<p>{}</p>", visit.say(Text.MASKED_IS_PAUSED)) : Html.NONE,
            used(visit, line), visit.say(Text.MADE_AT), visit.speech().time(line.address().createdAt()),
            isPaused ? order(visit, "resume", address, visit.say(Text.MASKED_RESUME_ONE, address), visit.say(Text.MASKED_RESUME))
                : order(visit, "pause", address, visit.say(Text.MASKED_PAUSE_ONE, address), visit.say(Text.MASKED_PAUSE)),
            order(visit, "delete", address, visit.say(Text.MASKED_DELETE_ONE, address), visit.say(Text.MASKED_DELETE)));
    }

    private static Html used(Visit visit, Masked.Line line) {
        var known = line.known();
        if (known.last().isEmpty()) return Html.of("{}", visit.say(Text.MASKED_NO_MAIL));
        var first = known.first().map(one -> Html.of(" · {}", visit.say(Text.MASKED_FIRST, one.sender()))).orElse(Html.NONE);
        return Html.of("{} {}{}", visit.say(Text.MASKED_LAST), visit.speech().time(known.last().get()), first);
    }

    private static Html order(Visit visit, String what, Address address, String label, String text) {
        return Html.of("""
            <form method="post" action="{}">{}<input type="hidden" name="do" value="{}">\
            <input type="hidden" name="masked" value="{}"><button class="quiet" aria-label="{}">{}</button></form>
            """, PATH, visit.token(), what, address, label, text);
    }

    /** What cannot be undone is asked for on a page of its own, where the note can be changed too. */
    private Reply asked(Visit visit, Address address) {
        var line = house.masked().of(owner(visit)).stream().filter(one -> one.address().address().equals(address)).findFirst();
        if (line.isEmpty()) return Reply.seeOther(PATH);
        var which = Html.of("<input type=\"hidden\" name=\"masked\" value=\"{}\">", address);
        return Layout.page(visit, Text.MASKED, Layout.h2(address.toString()), Layout.warn(Layout.p(visit.say(Text.MASKED_DELETE_LONG))),
            Layout.form(visit, PATH, "delete-now", which, Layout.button(visit.say(Text.MASKED_DELETE_NOW))),
            Layout.form(visit, PATH, "note", Layout.h2(visit.say(Text.MASKED_NOTE)), which, noteField(visit, line.get().known().note()),
                Layout.button(visit.say(Text.MASKED_NOTE))));
    }

    // ---- what is done ----

    private Reply made(Visit visit, Edited<Masked.Line> made) {
        return switch (made) {
            case Edited.Refused<Masked.Line> _ -> page(409, visit, Optional.of(Layout.wrong(visit.say(Text.MASKED_NOT_MADE,
                DirectoryLimits.MASKED_MAX, MaskedLimits.NOTE_CHARACTERS_MAX))));
            case Edited.Done<Masked.Line>(var line) -> page(200, visit, Optional.of(Html.of(
                "<div class=\"note done\" role=\"status\"><p>{}</p><p class=\"secret\">{}</p></div>\n", visit.say(Text.MASKED_MADE),
                line.address().address())));
        };
    }

    private Reply done(Visit visit, Edited<Masked.Line> edited, Notice notice) {
        return edited instanceof Edited.Done ? notice.at(PATH) : page(409, visit, Layout.wrong(visit, Optional.of(Text.NOT_DONE)));
    }
}
