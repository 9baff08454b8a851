using PipAi.Packages.Codegen.CSharp;
using PipAi.Packages.Codegen.Schema;

// pipai-codegen SCHEMA OUTDIR: reads a Pulumi package schema and writes its typed resources as OUTDIR/Package.g.cs.
if (args is not [var schemaFile, var outputDirectory])
{
    Console.Error.WriteLine("usage: pipai-codegen SCHEMA OUTDIR");
    return 2;
}

try
{
    var package = SchemaReader.Read(File.ReadAllText(schemaFile));
    var code = PackageWriter.Write(package);
    Directory.CreateDirectory(outputDirectory);
    File.WriteAllText(Path.Combine(outputDirectory, "Package.g.cs"), code);
    return 0;
}
catch (Exception e) when (e is SchemaException or IOException)
{
    // The form MSBuild lifts into an error of its own, with the schema as its file.
    Console.Error.WriteLine($"{schemaFile} : error PIPGEN : {e.Message}");
    return 1;
}
