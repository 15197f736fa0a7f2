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

    private final House house;
    private final LevelChange change;

    LevelPage(House house, LevelChange change) {
        this.house = house;
        this.change = change;
    }

    private static Spoken of(Level level) { return level == Level.L1 ? L1 : L0; }

    static Level other(Level level) { return level == Level.L1 ? Level.L0 : Level.L1; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var level = house.keyring().level(visit.mine().user().account());
        var spoken = of(level);
        return Layout.page(status, visit, spoken.title, Layout.note(note), Layout.p(visit.say(spoken.shortly)),
            card(visit, Text.PROTECTS, spoken.protects), card(visit, Text.PROTECTS_NOT, spoken.protectsNot),
            house.ownersChoose() ? changing(visit, other(level)) : Layout.hint(visit.say(Text.LEVEL_OPERATOR)));
    }

    private static Html card(Visit visit, Text title, List<Text> texts) {
        return Html.of("<section class=\"card\"><h2>{}</h2>{}</section>\n", visit.say(title), list(visit, texts));
    }

    private static Html list(Visit visit, List<Text> texts) {
        var items = texts.stream().map(text -> Html.of("<li>{}</li>", visit.say(text))).toList();
        return Html.of("<ul class=\"plain\">{}</ul>\n", items);
    }

    private static Html changing(Visit visit, Level next) {
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
