package sigillo.sieve;

import java.util.List;
import java.util.Optional;

/**
 * A command or test as it is written; nobody has looked yet whether there is such a one. RFC 5228 section 8.2.
 *
 * @param name in lower case
 * @param isTestList whether the tests stand in parentheses
 */
record Call(String name, Place place, List<Argument> arguments, List<Call> tests, boolean isTestList,
            Optional<List<Call>> block) {
    Call {
        arguments = List.copyOf(arguments);
        tests = List.copyOf(tests);
        block = block.map(List::copyOf);
    }
}
