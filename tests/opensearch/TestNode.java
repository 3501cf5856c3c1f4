// Runs one OpenSearch node in this process until the process ends or standard input does, so that no node outlives
// the tests that started it, and a test can kill a single node.
//
//   java -cp CLASSPATH TestNode HOME NAME HTTP_PORT TRANSPORT_PORT NAME:TRANSPORT_PORT[,…] [SETTING=VALUE | +PLUGIN]…
//
// The fifth argument lists all nodes of the cluster, this one too. READY is printed once the node answers.

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codelibs.opensearch.runner.node.OpenSearchRunnerNode;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.plugins.Plugin;

public class TestNode {
    // Of each line the first class that is there: 3.x calls them …ModulePlugin.
    static final List<List<String>> MODULES = List.of(
        List.of("org.opensearch.transport.Netty4ModulePlugin", "org.opensearch.transport.Netty4Plugin"),
        List.of("AnalysisWithoutThai", "org.opensearch.analysis.common.CommonAnalysisPlugin"),
        List.of("org.opensearch.painless.PainlessModulePlugin", "org.opensearch.painless.PainlessPlugin"));

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]).toAbsolutePath();
        String name = arguments[1];
        List<String> names = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String node : arguments[4].split(",")) {
            String[] parts = node.split(":");
            names.add(parts[0]);
            addresses.add("127.0.0.1:" + parts[1]);
        }
        Path config = home.resolve("config");
        for (String folder : List.of("config", "data", "logs", "modules", "plugins")) {
            Files.createDirectories(home.resolve(folder));
        }
        Settings.Builder settings = Settings.builder()
            .put("cluster.name", "izla-tests")
            .put("node.name", name)
            .put("path.home", home.toString())
            .put("network.host", "127.0.0.1")
            .put("http.port", arguments[2])
            .put("transport.port", arguments[3])
            .putList("discovery.seed_hosts", addresses)
            .putList("cluster.initial_cluster_manager_nodes", names)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .put("script.max_compilations_rate", "10000/1m");
        List<Class<? extends Plugin>> plugins = new ArrayList<>();
        for (List<String> candidates : MODULES) {
            plugins.add(first(candidates));
        }
        for (int i = 5; i < arguments.length; i++) {
            if (arguments[i].startsWith("+")) {
                plugins.add(Class.forName(arguments[i].substring(1)).asSubclass(Plugin.class));
                continue;
            }
            String[] parts = arguments[i].split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        var environment = InternalSettingsPreparer.prepareEnvironment(settings.build(), Map.of(), config, () -> name);
        try (var node = new OpenSearchRunnerNode(environment, plugins)) {
            node.start();
            System.out.println("READY");
            while (System.in.read() >= 0) { }
        }
        System.exit(0);
    }

    static Class<? extends Plugin> first(List<String> candidates) throws ClassNotFoundException {
        for (String candidate : candidates) {
            try {
                return Class.forName(candidate).asSubclass(Plugin.class);
            } catch (ClassNotFoundException error) {
                // the name of another version
            }
        }
        throw new ClassNotFoundException(candidates.toString());
    }
}
