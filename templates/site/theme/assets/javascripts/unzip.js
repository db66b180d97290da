"use strict";

/* Opens what Word and Excel write (ZIP, PKWARE APPNOTE) in the browser alone. What is no such file, is protected, or
   would fill the memory ends in one sentence: the error's message. */
const unzip = (() => {
  const MOST = { file: 64e6, entries: 4096, part: 24e6, all: 96e6 }; // far above what an office writes
  const [END, ENTRY, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
  const SAY = {
    large: "Tệp lớn hơn 64 MB, lớn hơn mọi tệp của trang này nên không đọc.",
    old: "Tệp theo kiểu cũ (.doc, .xls) hoặc có mật khẩu. Lưu lại thành .docx, .xlsx không mật khẩu rồi thử lại.",
    none: "Đây không phải tệp Word (.docx), Excel (.xlsx) hay PDF.",
    damaged: "Tệp bị hỏng: không mở được các phần bên trong.",
    bomb: "Tệp nén nhiều hơn mọi tệp văn phòng; có thể là tệp cố tình làm treo máy nên không mở.",
    browser: "Trình duyệt này quá cũ, không mở được tệp Word, Excel. Hãy dùng bản mới của Chrome, Edge, Firefox hoặc Safari.",
  };

  /* A refusal in words for who chose the file. */
  class Unread extends Error {}

  /* The parts of a file: names, and a function that gives the text of one ("" where there is none). */
  function open(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      const parts = entries(view);
      let left = MOST.all;
      const text = async (name) => {
        const part = parts.get(name);
        if (!part) return "";
        const content = await unpacked(view, bytes, part, Math.min(MOST.part, left));
        left -= content.length;
        return new TextDecoder().decode(content);
      };
      return { names: [...parts.keys()], text };
    } catch (problem) {
      throw problem instanceof RangeError ? new Unread(SAY.damaged) : problem;
    }
  }

  function entries(view) {
    let end = view.byteLength - 22;
    for (const last = Math.max(0, end - 65535); end >= last && view.getUint32(end, true) !== END; ) end--;
    if (end < 0 || view.getUint32(end, true) !== END) throw new Unread(SAY.damaged);
    const count = view.getUint16(end + 10, true);
    if (count > MOST.entries) throw new Unread(SAY.bomb);
    const parts = new Map();
    let at = view.getUint32(end + 16, true);
    for (let number = 0; number < count; number++) {
      if (view.getUint32(at, true) !== ENTRY) throw new Unread(SAY.damaged);
      const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
      const entry = {
        isLocked: Boolean(view.getUint16(at + 8, true) & 1),
        method: view.getUint16(at + 10, true),
        packed: view.getUint32(at + 20, true),
        start: view.getUint32(at + 42, true),
      };
      parts.set(new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, name)), entry);
      at += 46 + name + extra + comment;
    }
    return parts;
  }

  async function unpacked(view, bytes, part, most) {
    if (part.isLocked) throw new Unread(SAY.old);
    if (part.start + 30 > view.byteLength || view.getUint32(part.start, true) !== LOCAL) throw new Unread(SAY.damaged);
    const start = part.start + 30 + view.getUint16(part.start + 26, true) + view.getUint16(part.start + 28, true);
    const packed = bytes.subarray(start, start + part.packed);
    if (packed.length < part.packed || ![0, 8].includes(part.method)) throw new Unread(SAY.damaged);
    if (part.method === 0) {
      if (packed.length > most) throw new Unread(SAY.bomb);
      return packed;
    }
    if (typeof DecompressionStream === "undefined") throw new Unread(SAY.browser);
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const chunks = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw new Unread(SAY.damaged);
      });
      if (done) break;
      size += value.length;
      if (size > most) {
        reader.cancel().catch(() => {});
        throw new Unread(SAY.bomb);
      }
      chunks.push(value);
    }
    const whole = new Uint8Array(size);
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }

  return { open, Unread, SAY, MOST };
})();
