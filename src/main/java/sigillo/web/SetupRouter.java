package sigillo.web;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What there is to do where no address of this machine is one that others reach: the router has it, and this server
 * cannot ask the router.
 */
final class SetupRouter {
    private SetupRouter() {}

    static Html card(Visit visit, String host, SetupLater.Behind behind) {
        var name = behind.named().isEmpty() ? visit.say(SetupText.ROUTER_NAME_NOT, host)
            : visit.say(SetupText.ROUTER_NAME, host, text(behind.named()));
        var steps = List.of(name, visit.say(SetupText.ROUTER_PORTS, text(behind.own())),
            visit.say(SetupText.ROUTER_CHANGES), visit.say(SetupText.ROUTER_SHARED));
        return Html.of("<section class=\"card\"><h2>{}</h2><p>{}</p><ol>{}</ol></section>\n",
            visit.say(SetupText.ROUTER),
            visit.say(SetupText.ROUTER_LONG, text(behind.own())), steps.stream()
            .map(step -> Html.of("<li>{}</li>\n", step)).toList());
    }

    private static String text(List<InetAddress> addresses) {
        return addresses.stream().map(one -> one.getHostAddress().replaceFirst("%.*", ""))
            .collect(Collectors.joining(", "));
    }
}
