
namespace PipAi.Workers.Pipeline.Metrics;

/// <summary>The worker's own metrics: documents, activities and the process.</summary>
internal sealed class PipelineMetrics(MetricRegistry registry)
{
    private readonly MetricFamily documents = registry.Family(
        "pipeline_documents_total", MetricKind.Counter,
        "Attempts at a document, by outcome: succeeded, refused (for good), retried, cancelled.");
    private readonly MetricFamily duration = registry.Family(
        "pipeline_document_duration_seconds", MetricKind.Histogram, "How long an attempt at a document took, by outcome.");
    private readonly MetricSeries bytes = registry.Family(
        "pipeline_document_bytes_total", MetricKind.Counter, "Bytes of documents read.").With(MetricLabels.None);
    private readonly MetricSeries hedges = registry.Family(
        "pipeline_parser_hedges_total", MetricKind.Counter,
        "Calls of the parsing service that were slow, so that a second instance was asked.").With(MetricLabels.None);
    private readonly MetricSeries active = registry.Family(
        "pipeline_activities_active", MetricKind.Gauge, "Activities running now.").With(MetricLabels.None);
    private readonly MetricSeries cpu = registry.Family(
        "process_cpu_seconds_total", MetricKind.Counter, "Processor time of the process.").With(MetricLabels.None);
    private readonly MetricSeries memory = registry.Family(
        "process_resident_memory_bytes", MetricKind.Gauge, "Resident memory of the process.").With(MetricLabels.None);
    private readonly MetricSeries heap = registry.Family(
        "dotnet_gc_heap_bytes", MetricKind.Gauge, "Managed heap.").With(MetricLabels.None);
    private readonly MetricSeries threads = registry.Family(
        "dotnet_threadpool_threads", MetricKind.Gauge, "Threads of the thread pool.").With(MetricLabels.None);

    /// <summary>Counts one attempt at a document.</summary>
    public void DocumentDone(string outcome, TimeSpan took)
    {
        documents.With(MetricLabels.Of("outcome", outcome)).Add(1);
        duration.With(MetricLabels.Of("outcome", outcome)).Record(took.TotalSeconds);
    }

    /// <summary>Counts a document's bytes.</summary>
    public void BytesRead(long count) => bytes.Add(count);

    /// <summary>Counts a second call for one document.</summary>
    public void ParserHedged() => hedges.Add(1);

    /// <summary>Everything as Prometheus text, with the process's numbers of this moment.</summary>
    /// <param name="activitiesNow">How many activities run now.</param>
    public string ToPrometheusText(int activitiesNow)
    {
        active.Set(activitiesNow);
        cpu.Set(Environment.CpuUsage.TotalTime.TotalSeconds);
        memory.Set(Environment.WorkingSet);
        heap.Set(GC.GetTotalMemory(forceFullCollection: false));
        threads.Set(ThreadPool.ThreadCount);
        return registry.ToPrometheusText();
    }
}
