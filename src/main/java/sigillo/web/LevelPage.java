package sigillo.web;

import java.util.List;
import java.util.Optional;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.keyring.Level;

/** Who can open the mail, said honestly; where the operator lets him, its owner changes that. */
final class LevelPage implements Page {
    private static final String PATH = "/level";

    /** How one level is spoken of: what it is, what it does and does not do, what it means to go there. */
    private record Spoken(
            Text title, Text shortly, List<Text> protects, List<Text> protectsNot, Text goThere, List<Text> meaning) {}

    private static final Spoken L1 = new Spoken(Text.LEVEL_1, Text.LEVEL_1_SHORT,
        List.of(Text.PROTECTS_DISK, Text.PROTECTS_KEYS, Text.PROTECTS_IDLE),
        List.of(Text.NOT_SESSION, Text.NOT_INCOMING, Text.NOT_CLEAR, Text.NOT_LOST),
        Text.TO_1, List.of(Text.TO_1_KEYS, Text.TO_1_BACKUPS, Text.TO_1_LOST, Text.TO_1_APPS));
    private static final Spoken L0 = new Spoken(Text.LEVEL_0, Text.LEVEL_0_SHORT,
        List.of(Text.PROTECTS_DISK_0), List.of(Text.NOT_SERVER, Text.NOT_CLEAR),
        Text.TO_0, List.of(Text.TO_0_READS, Text.TO_0_LOST, Text.TO_0_BACK));

    private static final Spoken L2 = new Spoken(Text.LEVEL_2, Text.LEVEL_2_SHORT,
        List.of(Text.PROTECTS_DISK, Text.PROTECTS_KEYS, Text.PROTECTS_IDLE, Text.PROTECTS_SESSION),
        List.of(Text.NOT_OUTER, Text.NOT_INCOMING_2, Text.NOT_CLEAR, Text.NOT_LOST, Text.NOT_PAGES), Text.TO_2, List.of());

    private final House house;
    private final LevelChange change;

    LevelPage(House house, LevelChange change) {
        this.house = house;
        this.change = change;
    }

    private static Spoken of(Level level) {
        return switch (level) {
            case L0 -> L0;
            case L1 -> L1;
            case L2 -> L2;
        };
    }

    static Text title(Level level) { return of(level).title; }

    static Level other(Level level) { return level == Level.L1 ? Level.L0 : Level.L1; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var level = house.keyring().level(visit.mine().user().account());
        var spoken = of(level);
        return Layout.page(status, visit, spoken.title, Layout.note(note), Layout.p(visit.say(spoken.shortly)),
            card(visit, Text.PROTECTS, spoken.protects), card(visit, Text.PROTECTS_NOT, spoken.protectsNot),
            changing(visit, level));
    }

    private static Html card(Visit visit, Text title, List<Text> texts) {
        return Html.of("<section class=\"card\"><h2>{}</h2>{}</section>\n", visit.say(title), list(visit, texts));
    }

    private static Html list(Visit visit, List<Text> texts) {
        var items = texts.stream().map(text -> Html.of("<li>{}</li>", visit.say(text))).toList();
        return Html.of("<ul class=\"plain\">{}</ul>\n", items);
    }

    /** What L2 is changed from and to has keys that only scripts of the webmail have. */
    private Html changing(Visit visit, Level level) {
        if (level == Level.L2) return Layout.hint(visit.say(Text.LEVEL_IN_WEBMAIL));
        if (!house.ownersChoose()) return Layout.hint(visit.say(Text.LEVEL_OPERATOR));
        var next = other(level);
        var spoken = of(next);
        return Layout.form(visit, PATH, next.name(), Layout.h2(visit.say(spoken.goThere)),
            list(visit, spoken.meaning), Layout.password(visit), Layout.button(visit.say(spoken.goThere)));
    }

    @Override public Reply sent(Visit visit, Fields form) {
        var next = other(house.keyring().level(visit.mine().user().account()));
        if (!form.get("do").equals(next.name())) return Reply.seeOther(PATH); // another page was quicker
        var why = change.to(visit, next, () -> Asking.password(house, visit, form.get("password")));
        if (why.isPresent()) return page(403, visit, Layout.wrong(visit, why));
        return (next == Level.L1 ? Notice.LEVEL_1 : Notice.LEVEL_0).at(PATH);
    }
}
