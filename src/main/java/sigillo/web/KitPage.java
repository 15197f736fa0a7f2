package sigillo.web;

import java.util.Optional;
import sigillo.directory.Edited;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.keyring.Level;
import sigillo.login.RecoveryCode;
import sigillo.vault.VaultSlot;

/**
 * The recovery kit: a new code for paper, and the code typed back. Asked for before anything else until it was; who has
 * the code of {@code account add} types that. Nothing of a code is kept here: it goes to the browser and comes back.
 */
final class KitPage implements Page {
    private final House house;

    KitPage(House house) { this.house = house; }

    @Override public boolean isBeforeKit() { return true; }

    @Override public Reply shown(Visit visit) {
        return isOwners(visit) ? page(200, visit, Notice.of(visit)) : Reply.seeOther("/level");
    }

    /** At level L0 the operator helps, and what is said here would not be true. */
    private boolean isOwners(Visit visit) { return house.keyring().level(visit.mine().user().account()).isOwners(); }

    private boolean isAtLevelTwo(Visit visit) {
        return house.keyring().level(visit.mine().user().account()) == Level.L2;
    }

    @Override public Reply sent(Visit visit, Fields form) {
        if (!isOwners(visit)) return Reply.seeOther("/level");
        return switch (form.get("do")) {
            case "new" -> made(visit, form);
            case "text" -> asText(visit, form);
            default -> confirmed(visit, form);
        };
    }

    // ---- the page ----

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var state = visit.mine().isKitToConfirm() ? Layout.warn(visit.say(Text.KIT_WANTED))
            : Layout.done(visit.say(Text.KIT_IS_CONFIRMED));
        return Layout.page(status, visit, Text.KIT, Layout.note(note), locked(visit), state,
            Layout.p(visit.say(Text.KIT_WHAT)), confirming(visit), making(visit));
    }

    /** What a reset has locked may be opened first, and must not be forgotten for a new code. */
    private static Html locked(Visit visit) {
        if (visit.mine().unlocked().isWhole()) return Html.NONE;
        return Layout.warn(Html.of("<p>{}</p><p><a class=\"button\" href=\"/locked\">{}</a></p>",
            visit.say(Text.KIT_LOCKED), visit.say(Text.OPEN_MAIL)));
    }

    private static Html confirming(Visit visit) {
        return Layout.form(visit, "/kit", "confirm", Layout.h2(visit.say(Text.KIT_CONFIRM)),
            Layout.p(visit.say(Text.KIT_CONFIRM_LONG)),
            Layout.recoveryCode(visit), Layout.button(visit.say(Text.CONFIRM)));
    }

    /** At level L2 no password comes here: the browser makes the code, before it opens any mail. */
    private Html making(Visit visit) {
        if (isAtLevelTwo(visit)) {
            return Html.of("<section class=\"card\">{}{}<p><a class=\"button\" href=\"{}\">{}</a></p></section>\n",
                Layout.h2(visit.say(Text.KIT_NEW)), Layout.p(visit.say(Text.KIT_IN_BROWSER)), Webmail.PATH, visit.say(Text.MAIL));
        }
        return Layout.form(visit, "/kit", "new", Layout.h2(visit.say(Text.KIT_NEW)),
            Layout.p(visit.say(visit.mine().unlocked().isWhole() ? Text.KIT_NEW_LONG : Text.KIT_NEW_LOCKED)),
            Layout.password(visit), Layout.button(visit.say(Text.KIT_MAKE)));
    }

    // ---- what is done ----

    private Reply made(Visit visit, Fields form) {
        if (isAtLevelTwo(visit)) return page(409, visit, Layout.wrong(visit, Optional.of(Text.KIT_IN_BROWSER)));
        var why = Asking.password(house, visit, form.get("password"));
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why));
        boolean isInVault = PasswordPage.hasSlot(house, visit.mine().user().account(), VaultSlot.Kind.RECOVERY);
        if (isInVault) return page(409, visit, Optional.of(Layout.wrong(visit.say(Text.KIT_IN_WEBMAIL))));
        return switch (house.credentials().newCode(visit.mine().user().address(), visit.mine().unlocked())) {
            case Edited.Refused<RecoveryCode> _ ->
                page(409, visit, Optional.of(Layout.wrong(visit.say(Text.NOT_DONE))));
            case Edited.Done<RecoveryCode>(var code) -> {
                visit.mine().kitToConfirm(house.kits().isToConfirm(visit.mine().user().account()));
                yield kit(visit, code);
            }
        };
    }

    /** For the printer and the file; on the next page it is typed back. */
    private Reply kit(Visit visit, RecoveryCode code) {
        var text = Html.of("""
            <form method="post" action="/kit">{}<input type="hidden" name="code" value="{}">\
            <button class="quiet" name="do" value="text">{}</button></form>
            """, visit.token(), code.text(), visit.say(Text.KIT_AS_TEXT));
        var made = Html.of("<p class=\"screen\">{}</p>\n", visit.say(Text.KIT_MADE));
        return Layout.page(visit, Text.KIT, made, Html.of("""
            <section class="card">
            <h2>{}</h2>
            <dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>
            <p></p>
            <p class="secret">{}</p>
            <p class="hint">{}</p>
            </section>
            """, visit.say(Text.KIT_TITLE), visit.say(Text.SERVER), house.name(), visit.say(Text.ADDRESS),
            visit.mine().user().address(),
            visit.say(Text.MADE_AT), visit.speech().time(house.clock().instant()), code.text(),
            visit.say(Text.KIT_KEEP)),
            Html.of("<div class=\"screen\">{}{}<p><a class=\"button\" href=\"/kit\">{}</a></p></div>\n",
                Layout.p(visit.say(Text.KIT_PRINT)), text,
                visit.say(Text.KIT_NEXT)));
    }

    /** RFC 6266. */
    private Reply asText(Visit visit, Fields form) {
        var code = RecoveryCode.parse(form.get("code"));
        if (code.isEmpty()) return page(400, visit, Optional.of(Layout.wrong(visit.say(Text.CODE_OF_KIT_WRONG))));
        var text = "%s\n\n%s: %s\n%s: %s\n\n%s\n\n%s\n".formatted(
            visit.say(Text.KIT_TITLE), visit.say(Text.SERVER), house.name(),
            visit.say(Text.ADDRESS), visit.mine().user().address(), code.get().text(), visit.say(Text.KIT_KEEP));
        return Reply.text(200, text).with("Content-Disposition", "attachment; filename=\"sigillo-recovery-kit.txt\"");
    }

    private Reply confirmed(Visit visit, Fields form) {
        if (house.kits().confirm(visit.mine().user().address(), form.get("code")) instanceof Edited.Refused<?>) {
            return page(403, visit, Optional.of(Layout.wrong(visit.say(Text.CODE_OF_KIT_WRONG))));
        }
        visit.mine().kitToConfirm(false);
        return visit.mine().goesOn().map(page -> Reply.seeOther(page.text())).orElseGet(() -> Notice.KIT_CONFIRMED.at("/"));
    }
}
