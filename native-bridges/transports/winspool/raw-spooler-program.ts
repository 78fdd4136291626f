/**
 * The Windows spooler API (winspool.drv) in the words of a line protocol, as C# 5, which every
 * PowerShell since Windows 7 compiles by itself. `Do` takes one line and writes one line:
 *
 *     ID look PRINTER                →  ID ok STATUS ATTRIBUTES
 *     ID submit PRINTER NAME BYTES   →  ID ok JOB
 *     ID job PRINTER JOB             →  ID ok STATUS  or  ID ok gone
 *     ID cancel PRINTER JOB          →  ID ok
 *     ID sweep PRINTER PREFIX        →  ID ok
 *     anything that fails            →  ID error CALL CODE
 *
 * Names are UTF-8 and bytes are bytes, both base64; CODE is a system error code.
 */
export const RAW_SPOOLER_PROGRAM = `
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace TiepDon {
  public static class RawSpooler {
    const uint JOB_CONTROL_DELETE = 5;
    const int ERROR_INVALID_PARAMETER = 87;
    const int ERROR_INSUFFICIENT_BUFFER = 122;

    [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
    struct DOC_INFO_1 {
      public string pDocName;
      public string pOutputFile;
      public string pDatatype;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct PRINTER_INFO_2 {
      public IntPtr pServerName, pPrinterName, pShareName, pPortName, pDriverName, pComment;
      public IntPtr pLocation, pDevMode, pSepFile, pPrintProcessor, pDatatype, pParameters;
      public IntPtr pSecurityDescriptor;
      public uint Attributes, Priority, DefaultPriority, StartTime, UntilTime, Status, cJobs;
      public uint AveragePPM;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct JOB_INFO_1 {
      public uint JobId;
      public IntPtr pPrinterName, pMachineName, pUserName, pDocument, pDatatype, pStatus;
      public uint Status, Priority, Position, TotalPages, PagesPrinted;
      public long Submitted0, Submitted1;
    }

    [DllImport("winspool.drv", EntryPoint = "OpenPrinterW", CharSet = CharSet.Unicode, SetLastError = true)]
    static extern bool OpenPrinter(string name, out IntPtr printer, IntPtr defaults);
    [DllImport("winspool.drv", SetLastError = true)]
    static extern bool ClosePrinter(IntPtr printer);
    [DllImport("winspool.drv", EntryPoint = "GetPrinterW", SetLastError = true)]
    static extern bool GetPrinter(IntPtr printer, uint level, IntPtr info, uint size, out uint needed);
    [DllImport("winspool.drv", EntryPoint = "StartDocPrinterW", CharSet = CharSet.Unicode, SetLastError = true)]
    static extern uint StartDocPrinter(IntPtr printer, uint level, ref DOC_INFO_1 info);
    [DllImport("winspool.drv", SetLastError = true)]
    static extern bool StartPagePrinter(IntPtr printer);
    [DllImport("winspool.drv", SetLastError = true)]
    static extern bool WritePrinter(IntPtr printer, IntPtr bytes, uint count, out uint written);
    [DllImport("winspool.drv", SetLastError = true)]
    static extern bool EndPagePrinter(IntPtr printer);
    [DllImport("winspool.drv", SetLastError = true)]
    static extern bool EndDocPrinter(IntPtr printer);
    [DllImport("winspool.drv", EntryPoint = "GetJobW", SetLastError = true)]
    static extern bool GetJob(IntPtr printer, uint job, uint level, IntPtr info, uint size, out uint needed);
    [DllImport("winspool.drv", EntryPoint = "EnumJobsW", SetLastError = true)]
    static extern bool EnumJobs(IntPtr printer, uint first, uint count, uint level, IntPtr info, uint size, out uint needed, out uint returned);
    [DllImport("winspool.drv", EntryPoint = "SetJobW", SetLastError = true)]
    static extern bool SetJob(IntPtr printer, uint job, uint level, IntPtr info, uint command);

    class Failure : Exception {
      public readonly string Call;
      public readonly int Code;
      public Failure(string call) { Call = call; Code = Marshal.GetLastWin32Error(); }
    }

    static string Text(string base64) { return Encoding.UTF8.GetString(Convert.FromBase64String(base64)); }

    delegate bool Fill(IntPtr info, uint size, out uint needed);

    /** Calls twice, as the API wants it: for the size, and for the contents. */
    static IntPtr Filled(string call, Fill fill) {
      uint needed;
      if (fill(IntPtr.Zero, 0, out needed)) return IntPtr.Zero;
      if (Marshal.GetLastWin32Error() != ERROR_INSUFFICIENT_BUFFER) throw new Failure(call);
      IntPtr info = Marshal.AllocHGlobal((int)needed);
      uint again;
      if (fill(info, needed, out again)) return info;
      Failure failure = new Failure(call);
      Marshal.FreeHGlobal(info);
      throw failure;
    }

    static string Look(IntPtr printer) {
      IntPtr info = Filled("GetPrinter", (IntPtr i, uint s, out uint n) => GetPrinter(printer, 2, i, s, out n));
      try {
        PRINTER_INFO_2 said = (PRINTER_INFO_2)Marshal.PtrToStructure(info, typeof(PRINTER_INFO_2));
        return said.Status + " " + said.Attributes;
      } finally { Marshal.FreeHGlobal(info); }
    }

    static string Submit(IntPtr printer, string name, byte[] bytes) {
      DOC_INFO_1 document = new DOC_INFO_1();
      document.pDocName = name;
      document.pDatatype = "RAW";
      uint job = StartDocPrinter(printer, 1, ref document);
      if (job == 0) throw new Failure("StartDocPrinter");
      GCHandle pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
      try {
        if (!StartPagePrinter(printer)) throw new Failure("StartPagePrinter");
        for (int at = 0; at < bytes.Length; ) {
          uint written;
          IntPtr from = new IntPtr(pinned.AddrOfPinnedObject().ToInt64() + at);
          if (!WritePrinter(printer, from, (uint)(bytes.Length - at), out written) || written == 0) throw new Failure("WritePrinter");
          at += (int)written;
        }
        if (!EndPagePrinter(printer)) throw new Failure("EndPagePrinter");
        if (!EndDocPrinter(printer)) throw new Failure("EndDocPrinter");
      } catch (Failure) {
        SetJob(printer, job, 0, IntPtr.Zero, JOB_CONTROL_DELETE);
        EndDocPrinter(printer);
        throw;
      } finally { pinned.Free(); }
      return job.ToString();
    }

    static string Job(IntPtr printer, uint job) {
      IntPtr info;
      try {
        info = Filled("GetJob", (IntPtr i, uint s, out uint n) => GetJob(printer, job, 1, i, s, out n));
      } catch (Failure failure) {
        if (failure.Code == ERROR_INVALID_PARAMETER) return "gone";
        throw;
      }
      try {
        return ((JOB_INFO_1)Marshal.PtrToStructure(info, typeof(JOB_INFO_1))).Status.ToString();
      } finally { Marshal.FreeHGlobal(info); }
    }

    static void Cancel(IntPtr printer, uint job) {
      if (SetJob(printer, job, 0, IntPtr.Zero, JOB_CONTROL_DELETE)) return;
      Failure failure = new Failure("SetJob");
      if (failure.Code != ERROR_INVALID_PARAMETER) throw failure;
    }

    static void Sweep(IntPtr printer, string prefix) {
      uint count = 0;
      IntPtr info = Filled("EnumJobs", (IntPtr i, uint s, out uint n) => EnumJobs(printer, 0, 1000, 1, i, s, out n, out count));
      if (info == IntPtr.Zero) return;
      List<uint> own = new List<uint>();
      try {
        int size = Marshal.SizeOf(typeof(JOB_INFO_1));
        for (int index = 0; index < count; index++) {
          IntPtr at = new IntPtr(info.ToInt64() + index * size);
          JOB_INFO_1 job = (JOB_INFO_1)Marshal.PtrToStructure(at, typeof(JOB_INFO_1));
          string name = Marshal.PtrToStringUni(job.pDocument);
          if (name != null && name.StartsWith(prefix, StringComparison.Ordinal)) own.Add(job.JobId);
        }
      } finally { Marshal.FreeHGlobal(info); }
      foreach (uint job in own) Cancel(printer, job);
    }

    static string Answer(string[] words) {
      IntPtr printer;
      if (!OpenPrinter(Text(words[2]), out printer, IntPtr.Zero)) throw new Failure("OpenPrinter");
      try {
        switch (words[1]) {
          case "look": return Look(printer);
          case "submit": return Submit(printer, Text(words[3]), Convert.FromBase64String(words[4]));
          case "job": return Job(printer, uint.Parse(words[3]));
          case "cancel": Cancel(printer, uint.Parse(words[3])); return "";
          case "sweep": Sweep(printer, Text(words[3])); return "";
          default: throw new InvalidOperationException();
        }
      } finally { ClosePrinter(printer); }
    }

    public static void Do(string line) {
      string[] words = line.Split(' ');
      string said;
      try {
        said = ("ok " + Answer(words)).TrimEnd();
      } catch (Failure failure) {
        said = "error " + failure.Call + " " + failure.Code;
      } catch (Exception) {
        said = "error " + words[1] + " 0";
      }
      Console.Out.WriteLine(words[0] + " " + said);
      Console.Out.Flush();
    }
  }
}
`;
