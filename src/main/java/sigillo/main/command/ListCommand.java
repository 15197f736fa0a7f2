package sigillo.main.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;

@Command(name = "list", description = "Small mailing lists, whose members have confirmed that they want them.")
public final class ListCommand {
    private final Ask ask;

    public ListCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Makes one.")
    int add(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list,
            @Parameters(paramLabel = "OWNER", description = "The account that looks after it.") Address owner,
            @Option(names = "--title", paramLabel = "TITLE", defaultValue = "", description = "What people call it.") String title,
            @Option(names = "--posts", paramLabel = "WHO", defaultValue = "members",
                description = "Who may write to it: members, owner, anyone; or held: anyone, and what is not of a member waits for the owner.") String posts) {
        return ask.show(target, new Request.AddList(list, title, owner, posts));
    }

    @Command(name = "list", description = "Lists them.")
    int list(@Mixin Target target) { return ask.show(target, new Request.ListLists()); }

    @Command(name = "members", description = "Lists who is on one, and whose mail came back.")
    int members(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list) {
        return ask.show(target, new Request.ListMembers(list));
    }

    @Command(name = "invite", description = "Asks somebody by mail whether to join.")
    int invite(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list, @Parameters(paramLabel = "ADDRESS") Address who) {
        return ask.show(target, new Request.InviteMember(list, who));
    }

    @Command(name = "drop", description = "Takes somebody off it.")
    int drop(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list, @Parameters(paramLabel = "ADDRESS") Address who) {
        return ask.show(target, new Request.DropMember(list, who));
    }

    @Command(name = "held", description = "Lists posts that wait for the owner.")
    int held(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list) { return ask.show(target, new Request.ListHeld(list)); }

    @Command(name = "approve", description = "Passes a post that waits on to all members.")
    int approve(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list, @Parameters(paramLabel = "POST") String post) {
        return ask.show(target, new Request.DecideHeld(list, post, true));
    }

    @Command(name = "discard", description = "Removes a post that waits; nobody is told.")
    int discard(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list, @Parameters(paramLabel = "POST") String post) {
        return ask.show(target, new Request.DecideHeld(list, post, false));
    }

    @Command(name = "remove", description = "Removes one, with its members.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "LIST") Address list) {
        return ask.show(target, new Request.RemoveList(list));
    }
}
