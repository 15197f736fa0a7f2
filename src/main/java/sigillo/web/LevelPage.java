package sigillo.web;

import java.util.List;
import sigillo.keyring.Level;

/** Who can open the mail, said honestly. */
final class LevelPage implements Page {
    private static final List<Text> PROTECTS_1 = List.of(Text.PROTECTS_DISK, Text.PROTECTS_KEYS, Text.PROTECTS_IDLE);
    private static final List<Text> NOT_1 = List.of(Text.NOT_SESSION, Text.NOT_INCOMING, Text.NOT_CLEAR, Text.NOT_LOST);
    private static final List<Text> PROTECTS_0 = List.of(Text.PROTECTS_DISK_0);
    private static final List<Text> NOT_0 = List.of(Text.NOT_SERVER, Text.NOT_CLEAR);

    private final House house;

    LevelPage(House house) { this.house = house; }

    @Override public Reply shown(Visit visit) {
        boolean isOwners = house.keyring().level(visit.mine().user().account()) == Level.L1;
        return Layout.page(visit, isOwners ? Text.LEVEL_1 : Text.LEVEL_0, Layout.p(visit.say(isOwners ? Text.LEVEL_1_SHORT : Text.LEVEL_0_SHORT)),
            card(visit, Text.PROTECTS, isOwners ? PROTECTS_1 : PROTECTS_0), card(visit, Text.PROTECTS_NOT, isOwners ? NOT_1 : NOT_0),
            Layout.hint(visit.say(Text.LEVEL_OPERATOR)));
    }

    private static Html card(Visit visit, Text title, List<Text> texts) {
        return Html.of("<section class=\"card\"><h2>{}</h2><ul class=\"plain\">{}</ul></section>\n", visit.say(title),
            texts.stream().map(text -> Html.of("<li>{}</li>", visit.say(text))).toList());
    }

    @Override public Reply sent(Visit visit, Fields form) { return Reply.seeOther("/level"); }
}
